import { type JsonSchema, type Tool, toolNamed } from "../../../core/catalog/catalog";
import { isTrying } from "../../../core/connection/state";
import { isObject } from "../../../protocol/isObject";
import { message } from "../../../protocol/message";
import type { GatewayClient } from "../../access/gatewayClient";
import { type Answer, isAnswer } from "../answers/answer";
import { type About, failure } from "../answers/failure";
import type { RestParts } from "../restParts";
import { visibleServer, visibleServers, visibleTools } from "../servers/visible";

/** When a client may ask again while servers are connecting, in milliseconds. */
const startingMs = 2000;

/** A server that takes files. */
export interface DocumentServer {
  readonly id: string;
  /** The largest file that it takes, in bytes; missing: it does not say. */
  readonly fileBytes?: number;
}

/**
 * The server for a file: the one that is named, or else the first whose tool of this name takes files, by what the server lists. One that
 * is ready, with a tool that the client may use, comes before others, of which the call itself says what is in its way.
 */
export function documentServer(
  parts: RestParts,
  client: GatewayClient,
  about: About,
  tool: string,
): DocumentServer | Answer {
  const offered = (id: string) => toolNamed(parts.hub.catalog(id), tool);
  if (about.server !== null) {
    const server = visibleServer(parts, client, about);
    if (isAnswer(server)) return server;
    const known = offered(server.id);
    return known && !takesFiles(known) ? withoutFiles(about) : withLimit(server.id, known);
  }
  const taking = visibleServers(parts, client).filter(({ id }) => takesFiles(offered(id)));
  const ready = taking.filter(({ state }) => state.kind === "ready");
  const usable = ready.filter(({ id }) => visibleTools(parts, client, id).some(({ name }) => name === tool));
  const found = usable[0] ?? ready[0] ?? taking[0];
  if (found) return withLimit(found.id, offered(found.id));
  const isStarting = visibleServers(parts, client).some(({ state }) => isTrying(state));
  return noServer(about, tool, isStarting);
}

/** A tool takes files by two arguments: `filename`, and `content` in base64 (JSON Schema 2020-12, `contentEncoding`). */
const takesFiles = (tool: Tool | undefined): boolean =>
  tool !== undefined &&
  propertyOf(tool.inputSchema, "filename") !== undefined &&
  propertyOf(tool.inputSchema, "content")?.contentEncoding === "base64";

function withLimit(id: string, tool: Tool | undefined): DocumentServer {
  const characters = tool && propertyOf(tool.inputSchema, "content")?.maxLength;
  return { id, ...(typeof characters === "number" && { fileBytes: Math.floor(characters / 4) * 3 }) };
}

function propertyOf({ properties }: JsonSchema, name: string): Readonly<Record<string, unknown>> | undefined {
  const property = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  return isObject(property) ? property : undefined;
}

/** While servers are still connecting, one of them may take files in a moment. */
const noServer = (about: About, tool: string, isStarting: boolean): Answer =>
  failure(
    "MCP_CONNECTION_ERROR",
    503,
    message(
      "rest.noDocumentServer",
      'No server that this client may use takes files in a tool "{tool}". Ask the user to add and connect one, such as the sample server Documents.',
      { tool },
    ),
    about,
    { undone: true, ...(isStarting && { retryAfterMs: startingMs }) },
  );

const withoutFiles = (about: About): Answer =>
  failure(
    "TOOL_NOT_SUPPORTED",
    404,
    message(
      "rest.withoutFiles",
      'The tool "{tool}" of "{id}" takes no files. Leave out server_id, or name a server whose tool does.',
      { tool: about.tool ?? "", id: about.server ?? "" },
    ),
    about,
    { undone: true },
  );

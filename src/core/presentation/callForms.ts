import type { ServerId } from "../../protocol/hubEvent";
import { toJson } from "../kernel/json/exactJson";

/** A call of a tool as something else can make it. */
export interface PortableCall {
  readonly server: ServerId;
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** In single quotes, as shells of Unix read it. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A word of a command line; quoted where it has to be. */
const word = (text: string): string => (/^[\w.,:@%+=/-]+$/.test(text) && !text.startsWith("-") ? text : quoted(text));

/** As a command of the hub's own command line. */
export const asCommandLine = ({ server, tool, args }: PortableCall): string =>
  `mcp-client-hub call ${word(server)} ${word(tool)} --args ${quoted(toJson(args) ?? "{}")}`;

/** As a request to the gateway's REST API. `base`: where the gateway listens, such as `http://127.0.0.1:4911`. */
export const asRestCurl = ({ server, tool, args }: PortableCall, base: string): string =>
  curl(`${base}/api/v1/mcp/chat`, ["Authorization: Bearer $HUB_TOKEN", "Content-Type: application/json"], {
    server_id: server,
    tool_name: tool,
    tool_input: args,
  });

/** As a request to the server itself, which may also want the id of a session. `url`: as the settings have it, its variables in it. */
export const asServerCurl = ({ tool, args }: PortableCall, url: string): string =>
  curl(
    url,
    [
      "Authorization: Bearer $TOKEN",
      "Content-Type: application/json",
      "Accept: application/json, text/event-stream",
      "Mcp-Session-Id: $SESSION",
    ],
    { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: tool, arguments: args } },
  );

/** As a script over the hub's module. */
export const asScript = ({ server, tool, args }: PortableCall): string =>
  `const { createHub } = ${required("mcp-client-hub/dist/headless.js")};
const { servers } = ${required("./servers.json")};

async function main() {
  const hub = createHub({ servers });
  await hub.ready();
  console.log(await hub.callTool(${literal(server)}, ${literal(tool)}, ${toJson(args, 2)?.replaceAll("\n", "\n  ")}));
  await hub.close();
}

main();
`;

/** A header with a variable is in double quotes, so that the shell puts the value in; every other one is plain. */
const curl = (url: string, headers: readonly string[], body: unknown): string =>
  [`curl -s ${quoted(url)}`, ...headers.map((header) => `-H "${header}"`), `-d ${quoted(toJson(body) ?? "{}")}`].join(
    " \\\n  ",
  );

const required = (path: string): string => `require(${literal(path)})`;

const literal = (text: string): string => JSON.stringify(text);

import type { CallFacts, MethodEntry, ServiceDoor } from "../../../core/calls/services/serviceDoor";
import { failureOf } from "../../../core/calls/services/serviceFailure";
import { asHubError, HubError } from "../../../core/kernel/hubError";
import { toJson } from "../../../core/kernel/json/exactJson";
import { safeLine } from "../../../core/kernel/redact";
import { message } from "../../../protocol/message";
import type { GatewayClient } from "../../access/gatewayClient";
import { defectIn } from "../../http/defect";
import type { Exchange } from "../../http/exchange";
import { type Answer, isAnswer, sendAnswer } from "../answers/answer";
import { type About, failure, hubFailure, invalid } from "../answers/failure";
import { boundedWords } from "../answers/serverSaid";
import { callerOf, factsOf, invalidServer, serverIn } from "../calls/ask";
import { bodyOf } from "../calls/bodyOf";
import type { IdempotencyKeys } from "../calls/idempotencyKeys";
import { keyedAnswer } from "../calls/keyedAnswer";
import { sendWithProgress } from "../calls/progressStream";
import { readRequest } from "../calls/readRequest";
import { listed, seesTool, unknownServer, visibleServer, visibleTools } from "../servers/visible";
import { type MethodRequest, requestOf } from "./methodSchemas";
import { ableFor, partsOf, type ServiceParts } from "./serviceParts";

/**
 * `POST /services/{service}/{method}`: one method of a typed service, on whichever server can do it. As a stream it is what the server
 * reports of each of its requests, then the same answer.
 */
export async function callMethod(
  parts: ServiceParts,
  keys: IdempotencyKeys,
  exchange: Exchange,
  client: GatewayClient,
  id: string,
): Promise<void> {
  const nothing: About = { server: null, tool: null, request: exchange.requestId };
  const door = await parts.services();
  const entry = door.methods.find(({ method }) => method === id);
  if (!entry) return sendAnswer(exchange, unknownMethod(door, id, nothing));
  const text = await bodyOf(exchange, client, nothing);
  if (typeof text !== "string") return sendAnswer(exchange, text);
  const read = readRequest(text, schemaOf(entry));
  if ("problem" in read) return sendAnswer(exchange, invalid(read.problem, nothing, read.fields));
  const body = read.value;
  const about = { ...nothing, request: body.request_id ?? exchange.requestId };
  const server = serverFor(parts, door, { exchange, client, entry, body, about });
  if (typeof server !== "string") return sendAnswer(exchange, server);
  const asked: Asked = { exchange, client, entry, body, about: { ...about, server } };
  await sendWithProgress(exchange, parts.clock, (onProgress) =>
    keyedAnswer(keys, { exchange, client, about: asked.about, text }, (signal) =>
      run(parts, door, { ...asked, onProgress }, server, signal),
    ),
  );
}

/** A request for a method, past every check of the request alone. */
interface Asked {
  readonly exchange: Exchange;
  readonly client: GatewayClient;
  readonly entry: MethodEntry;
  readonly body: MethodRequest;
  readonly about: About;
  /** Hears of the progress of each request that the method makes. */
  readonly onProgress?: CallFacts["onProgress"];
}

const schemas = new WeakMap<MethodEntry, ReturnType<typeof requestOf>>();

/** The schema of a method's body; made once. */
function schemaOf(entry: MethodEntry): ReturnType<typeof requestOf> {
  let schema = schemas.get(entry);
  if (!schema) {
    schema = requestOf(entry);
    schemas.set(entry, schema);
  }
  return schema;
}

/** The server that is named, or the only one that can do it. */
function serverFor(
  parts: ServiceParts,
  door: ServiceDoor,
  { exchange, client, entry, body, about }: Asked,
): string | Answer {
  const { server, isMissing } = serverIn(exchange, body.server_id);
  if (server !== undefined) {
    const found = visibleServer(parts, client, { ...about, server });
    return isAnswer(found) ? found : found.id;
  }
  if (!isMissing) return invalidServer(about, isMissing, "server_id");
  const able = ableFor(parts, door, client, entry).filter(({ isUsable }) => isUsable);
  const [only, ...others] = able.map((one) => one.server);
  if (only === undefined) return nobodyCan(entry, about);
  return others.length === 0 ? only : severalCan(entry, [only, ...others], about);
}

/** Never rejects: whatever comes of it is an answer. */
async function run(
  parts: ServiceParts,
  door: ServiceDoor,
  asked: Asked,
  server: string,
  signal: AbortSignal,
): Promise<Answer> {
  const { client, entry, body, about } = asked;
  try {
    const result = await door.call({
      server,
      method: entry.method,
      input: body.arguments,
      caller: callerOf(client),
      signal,
      sees: seesTool(parts, client, server),
      facts: facts(parts, asked, server),
      ...(body.defaults && { defaults: body.defaults }),
    });
    const { service, name: method } = partsOf(entry.method);
    const said = message("rest.methodAnswered", '"{method}" on "{server}" answered.', { method: entry.method, server });
    const head = { status: "success", server_id: server, service, method };
    return { status: 200, json: toJson({ ...head, result, message: said, original_request_id: about.request }) ?? "" };
  } catch (error) {
    return failed(parts, asked, server, asHubError(error));
  }
}

/** What each request to the server says. A method may make several: the time is that of all together, and each counts as one of the client's. */
function facts(parts: ServiceParts, asked: Asked, server: string): () => CallFacts {
  const { exchange, client, body, onProgress } = asked;
  const { limitMs, ...own } = factsOf(parts, exchange, client, server, body);
  const fixed = { ...own, ...(onProgress && { onProgress }) };
  let endsAt = limitMs === undefined ? undefined : parts.clock.now() + limitMs;
  let made = 0;
  return () => {
    const refused = made++ > 0 ? parts.charge?.(client, 1) : undefined;
    if (refused) {
      const { message: text, retryAfterSeconds: seconds } = refused;
      throw new HubError("queue-full", text, {
        sent: "no",
        retryAfterMs: seconds === undefined ? undefined : seconds * 1000,
      });
    }
    if (endsAt === undefined) return fixed;
    return {
      ...fixed,
      limitMs: Math.max(1, endsAt - parts.clock.now()),
      onAsked: (ms) => {
        if (endsAt !== undefined) endsAt += ms; // a person's time is not the caller's
      },
    };
  };
}

function failed(
  parts: ServiceParts,
  { exchange, client, entry, about }: Asked,
  server: string,
  error: HubError,
): Answer {
  if (error.code === "unknown-server") return unknownServer(parts, client, about);
  if (error.code === "internal") parts.onDefect(defectIn(exchange.requestId, error));
  if (error.code === "unsupported") {
    const tools = visibleTools(parts, client, server).map(({ name }) => safeLine(name, 80));
    return hubFailure(error, about, { details: { tools: tools.slice(0, 200) } });
  }
  const behind = failureOf(error);
  // The hub's own message names every tool of the server; this client may see less.
  if (error.code === "unknown-tool" && !behind) return hubFailure(error, about, { text: toolGone(entry, server) });
  if (!behind) return hubFailure(error, about);
  const { content, structured } = behind.result;
  const words = { content, ...(structured !== undefined && { structuredContent: structured }) };
  return hubFailure(error, about, {
    details: { row: behind.row },
    said: { status: null, details: boundedWords(words) },
  });
}

const toolGone = ({ method }: MethodEntry, id: string): string =>
  message("rest.toolGone", '"{id}" no longer has the tool that "{method}" uses there. Send the request again.', {
    id,
    method,
  });

function unknownMethod(door: ServiceDoor, id: string, about: About): Answer {
  const { service } = partsOf(id);
  const own = door.methods.filter(({ method }) => partsOf(method).service === service);
  const names = own.map(({ method }) => partsOf(method).name);
  const services = [...new Set(door.methods.map(({ method }) => partsOf(method).service))];
  const text =
    names.length > 0
      ? message("rest.unknownMethod", 'The service "{service}" has no such method. It has: {names}.', {
          service,
          names: names.join(", "),
        })
      : message("rest.unknownService", "There is no such service. There are: {names}.", { names: services.join(", ") });
  const details = names.length > 0 ? { methods: names } : { services };
  return failure("TOOL_NOT_SUPPORTED", 404, text, about, { details, undone: true });
}

function nobodyCan({ method }: MethodEntry, about: About): Answer {
  const text = message(
    "rest.nobodyCan",
    'No connected server that this client may use can do "{method}". Connect one that can, or add a row to "mcpHub.services".',
    { method },
  );
  return failure("TOOL_NOT_SUPPORTED", 404, text, about, {
    details: { reason: "unsupported", servers: [] },
    undone: true,
  });
}

function severalCan({ method }: MethodEntry, servers: readonly string[], about: About): Answer {
  const text = message(
    "rest.severalCan",
    '"server_id" is missing, and several servers can do "{method}": {servers}. Name one.',
    {
      method,
      servers: listed(servers),
    },
  );
  return failure("VALIDATION_ERROR", 400, text, about, {
    details: { fields: [{ path: "server_id", message: text }], servers },
    undone: true,
  });
}

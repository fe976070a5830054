import { restPath } from "../restPath";
import type * as answers from "./answerSchemas";

type SchemaName = keyof typeof answers | "ChatRequest" | "BatchRequest";

const ref = (name: SchemaName) => ({ $ref: `#/components/schemas/${name}` });

/** The media types of JSON: plain, and with the version of the API. */
const json = (name: SchemaName) => ({
  "application/json": { schema: ref(name) },
  "application/vnd.mcp-hub.v1+json": { schema: ref(name) },
});

const stream = (description: string) => ({ "text/event-stream": { schema: { type: "string", description } } });

const header = (name: string, description: string) => ({
  name,
  in: "header",
  required: false,
  description,
  schema: { type: "string" },
});

const requestId = header("X-Request-ID", "Names the request in logs, events and records; made where it is missing.");
const idempotencyKey = header(
  "Idempotency-Key",
  "The same request with the same key gets the first answer for 24 hours; another request with it gets 409.",
);
const target = header("X-MCP-Target-Server", "The server, where the body names none.");
const serverId = {
  name: "id",
  in: "path",
  required: true,
  description: "The server's name in the settings, percent-encoded.",
  schema: { type: "string" },
};

/** What each status of a failure means. */
const failures = {
  400: "The request is not valid.",
  401: "The token is missing, unknown, revoked or expired.",
  403: "The client, or a policy, does not allow it; or a person has to.",
  404: "There is no such address, server or tool, as far as this client may see.",
  405: "The method is not served here.",
  406: "Another version of the API was asked for.",
  408: "The body did not arrive in time.",
  409: "The key was used for another request, or a person stopped the call.",
  413: "The body is larger than the client's limit.",
  429: "Too many requests: of the client, or at the server.",
  500: "The hub failed, or its settings have to be corrected.",
  502: "The server failed, refused, or its tool reported an error.",
  503: "The server is not there now.",
  504: "The server did not answer in time.",
} as const;

type FailureStatus = keyof typeof failures;

const everywhere: readonly FailureStatus[] = [401, 403, 405, 406, 429, 500];
const ofServer: readonly FailureStatus[] = [404];
const ofBody: readonly FailureStatus[] = [400, 408, 409, 413];
const ofCall: readonly FailureStatus[] = [...ofServer, ...ofBody, 502, 503, 504];

const headers = { "X-Request-ID": { description: "Names the request.", schema: { type: "string" } } };
const retryAfter = {
  "Retry-After": { description: "Seconds to wait, where that is known.", schema: { type: "integer", minimum: 1 } },
};

const failing = (statuses: readonly FailureStatus[]) =>
  Object.fromEntries(
    [...new Set([...everywhere, ...statuses])].map((status) => [
      String(status),
      { description: failures[status], headers: { ...headers, ...retryAfter }, content: json("Failure") },
    ]),
  );

const good = (description: string, content: object) => ({ 200: { description, headers, content } });

const body = (name: SchemaName) => ({ required: true, content: json(name) });

/** Every address of the API with what it takes and answers. */
export const operations = () => ({
  [`${restPath}/chat`]: {
    post: {
      operationId: "callTool",
      tags: ["calls"],
      summary: "Calls one tool.",
      description:
        "With `Accept: text/event-stream` the answer is a stream: an event `progress` for each report of the server, then one event `result` with the same JSON.",
      parameters: [requestId, idempotencyKey, target],
      requestBody: body("ChatRequest"),
      responses: {
        ...good("The tool answered.", {
          ...json("ChatSuccess"),
          ...stream("Progress, then the result or the failure."),
        }),
        ...failing(ofCall),
      },
    },
  },
  [`${restPath}/batch`]: {
    post: {
      operationId: "callTools",
      tags: ["calls"],
      summary: "Calls several tools.",
      description: "Each call is settled: one that fails never loses another.",
      parameters: [requestId, idempotencyKey, target],
      requestBody: body("BatchRequest"),
      responses: { ...good("Every call is settled.", json("BatchAnswer")), ...failing(ofBody) },
    },
  },
  [`${restPath}/servers`]: {
    get: {
      operationId: "listServers",
      tags: ["servers"],
      summary: "The servers that this client may use.",
      parameters: [requestId],
      responses: { ...good("The servers.", json("ServerList")), ...failing([]) },
    },
  },
  [`${restPath}/servers/{id}`]: {
    get: {
      operationId: "getServer",
      tags: ["servers"],
      summary: "One server.",
      parameters: [serverId, requestId],
      responses: { ...good("The server.", json("ServerDetail")), ...failing(ofServer) },
    },
  },
  [`${restPath}/servers/{id}/tools`]: {
    get: {
      operationId: "listTools",
      tags: ["servers"],
      summary: "The tools of a server that this client may use, with their schemas written out.",
      description: "Waits at most 10 seconds for a server that is starting.",
      parameters: [serverId, requestId],
      responses: { ...good("The tools.", json("ToolList")), ...failing([...ofServer, 502, 503, 504]) },
    },
  },
  [`${restPath}/servers/{id}/reconnect`]: {
    post: {
      operationId: "reconnectServer",
      tags: ["servers"],
      summary: "Ends the server's session, or its program, and begins a new one.",
      parameters: [serverId, requestId, idempotencyKey],
      responses: { ...good("It is connected.", json("Reconnected")), ...failing(ofCall) },
    },
  },
  [`${restPath}/events`]: {
    get: {
      operationId: "streamEvents",
      tags: ["operation"],
      summary: "What happens, as it happens.",
      description:
        "The first event is `snapshot`, with the servers. A client that comes back with `Last-Event-ID` gets what it missed instead, where that is still kept.",
      parameters: [requestId, header("Last-Event-ID", "The id of the last event that was received.")],
      responses: { ...good("The events.", stream("Each event is one JSON object on one line.")), ...failing([]) },
    },
  },
  [`${restPath}/health`]: {
    get: {
      operationId: "getHealth",
      tags: ["operation"],
      summary: "Whether the program runs. No server is asked, and no token is needed.",
      security: [],
      responses: { ...good("It runs.", json("Health")), ...failing([]) },
    },
  },
  [`${restPath}/health/ready`]: {
    get: {
      operationId: "getReadiness",
      tags: ["operation"],
      summary: "How many servers can be used. No server is asked, and no token is needed.",
      security: [],
      responses: {
        ...good("All or some servers can be used.", json("Readiness")),
        ...failing([]),
        503: { description: "No server can be used.", headers, content: json("Readiness") },
      },
    },
  },
  [`${restPath}/metrics`]: {
    get: {
      operationId: "getMetrics",
      tags: ["operation"],
      summary: "Figures in Prometheus' text form, for clients that may use every server.",
      parameters: [requestId],
      responses: {
        ...good("The figures.", { "text/plain": { schema: { type: "string" } } }),
        ...failing(ofServer),
      },
    },
  },
  [`${restPath}/report`]: {
    get: {
      operationId: "getReport",
      tags: ["operation"],
      summary: "Availability, errors and times over a period, for clients that may use every server.",
      parameters: [requestId],
      responses: {
        ...good("The report.", { "application/json": { schema: { type: "object" } } }),
        ...failing([...ofServer, 400]),
      },
    },
  },
  [`${restPath}/openapi.json`]: {
    get: {
      operationId: "getDocument",
      tags: ["operation"],
      summary: "This document.",
      parameters: [requestId],
      responses: { ...good("The document.", { "application/json": { schema: { type: "object" } } }), ...failing([]) },
    },
  },
});

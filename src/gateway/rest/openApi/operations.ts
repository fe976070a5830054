import { restPath } from "../restPath";
import { header, idempotencyKey, requestId, target } from "./parameters";
import {
  asStream,
  body,
  failing,
  good,
  headers,
  json,
  ofCall,
  ofKey,
  ofServer,
  progressStream,
  ref,
  stream,
} from "./responses";

const serverId = {
  name: "id",
  in: "path",
  required: true,
  description: "The server's name in the settings, percent-encoded.",
  schema: { type: "string" },
};

/** An address that takes a file for a tool. */
const upload = (operationId: string, summary: string) => ({
  post: {
    operationId,
    tags: ["calls"],
    summary,
    description:
      "The file goes to a tool of a server that takes files, by the tools that it lists. The hub passes it on unread.",
    parameters: [requestId, idempotencyKey, target],
    requestBody: { required: true, content: { "multipart/form-data": { schema: ref("DocumentUpload") } } },
    responses: { ...good("The tool answered.", json("DocumentSuccess")), ...failing([...ofCall, 415]) },
  },
});

/** Every address of the API with what it takes and answers. */
export const operations = () => ({
  [`${restPath}/chat`]: {
    post: {
      operationId: "callTool",
      tags: ["calls"],
      summary: "Calls one tool.",
      description: asStream,
      parameters: [requestId, idempotencyKey, target],
      requestBody: body("ChatRequest"),
      responses: {
        ...good("The tool answered.", {
          ...json("ChatSuccess"),
          ...progressStream,
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
      responses: { ...good("Every call is settled.", json("BatchAnswer")), ...failing(ofKey) },
    },
  },
  [`${restPath}/documents/classify`]: upload("classifyDocument", "Says what kind of document a file is."),
  [`${restPath}/documents/analyze`]: upload("analyzeDocument", "Scores a file's readability, structure and content."),
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
      responses: { ...good("The tools.", json("ToolList")), ...failing([...ofServer, 502, 504]) },
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
        ...failing(ofServer),
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

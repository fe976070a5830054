import assert from "node:assert/strict";
import { openApiDocument } from "../../../../src/gateway/rest/openApi/openApi";
import { methodEntries } from "../../../../src/services/contracts/methodEntries";

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly security?: readonly object[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: object;
  }[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: Readonly<Record<string, { schema: { $ref: string } }>>;
  };
  readonly responses: Readonly<Record<string, { readonly $ref?: string; readonly content?: object }>>;
}

const document = JSON.parse(JSON.stringify(openApiDocument("1.2.3", methodEntries())));
const operation = (key: string): Operation => {
  const [method = "", path = ""] = key.split(" ");
  return document.paths[`/api/v1/mcp${path}`][method];
};

/** The failures that every address has, and those of a call. */
const everywhere = "400 401 403 405 406 408 413 429 431 500 503".split(" ");
const ofCall = ["404", "409", "502", "504"];
const json = "application/json, application/vnd.mcp-hub.v1+json";
const streamed = `${json}, text/event-stream`;
const called = ["X-Request-ID", "Idempotency-Key", "X-MCP-Target-Server"];

/** Each operation: its name and group, what it takes, the media types of its answer, and its own failures. */
const rows: readonly (readonly [
  key: string,
  named: string,
  parameters: readonly string[],
  answer: string,
  failures: readonly string[],
])[] = [
  ["post /chat", "callTool calls", called, streamed, ofCall],
  ["post /batch", "callTools calls", called, json, ["409"]],
  ["post /documents/classify", "classifyDocument calls", called, json, [...ofCall, "415"]],
  ["post /documents/analyze", "analyzeDocument calls", called, json, [...ofCall, "415"]],
  ["get /servers", "listServers servers", ["X-Request-ID"], json, []],
  ["get /servers/{id}", "getServer servers", ["id", "X-Request-ID"], json, ["404"]],
  ["get /servers/{id}/tools", "listTools servers", ["id", "X-Request-ID"], json, ["404", "502", "504"]],
  ["post /servers/{id}/reconnect", "reconnectServer servers", ["id", "X-Request-ID", "Idempotency-Key"], json, ofCall],
  ["get /events", "streamEvents operation", ["X-Request-ID", "Last-Event-ID"], "text/event-stream", []],
  ["get /health", "getHealth operation", [], json, []],
  ["get /health/ready", "getReadiness operation", [], json, []],
  ["get /metrics", "getMetrics operation", ["X-Request-ID"], "text/plain", ["404"]],
  ["get /report", "getReport operation", ["X-Request-ID"], "application/json", ["404"]],
  ["get /openapi.json", "getDocument operation", ["X-Request-ID"], "application/json", []],
  ["get /services", "listServices services", ["X-Request-ID"], json, []],
  ["post /services/jira/searchTickets", "jiraSearchTickets services", called, streamed, ofCall],
];

describe("the operations of the API", () => {
  for (const [key, named, parameters, answer, failures] of rows)
    it(`have ${key} with what it takes and answers`, () => {
      const { operationId, tags, responses, ...one } = operation(key);
      assert.equal([operationId, ...tags].join(" "), named);
      assert.deepEqual(
        (one.parameters ?? []).map(({ name }) => name),
        parameters,
      );
      for (const parameter of one.parameters ?? []) {
        const inPath = parameter.name === "id";
        assert.deepEqual([parameter.in, parameter.required], [inPath ? "path" : "header", inPath]);
        assert.deepEqual(parameter.schema, { type: "string" });
      }
      assert.equal(Object.keys(responses["200"]?.content ?? {}).join(", "), answer);
      const failing = Object.entries(responses).flatMap(([status, { $ref }]) => ($ref ? [[status, $ref]] : []));
      const expected = [...everywhere, ...failures]
        .filter((status) => key !== "get /health/ready" || status !== "503")
        .map((status) => [status, `#/components/responses/Failure${status}`]);
      assert.deepEqual(failing.toSorted(), expected.toSorted());
    });

  it("need a token, but for the two about health", () => {
    const open = Object.values(document.paths as Record<string, Record<string, Operation>>)
      .flatMap((item) => Object.values(item))
      .filter(({ security }) => security?.length === 0);
    assert.deepEqual(
      open.map(({ operationId }) => operationId),
      ["getHealth", "getReadiness"],
    );
    assert.deepEqual(document.security, [{ bearer: [] }, { apiKey: [] }]);
    const { bearer, apiKey } = document.components.securitySchemes;
    assert.deepEqual([bearer.type, bearer.scheme], ["http", "bearer"]);
    assert.deepEqual([apiKey.type, apiKey.in, apiKey.name], ["apiKey", "header", "X-API-Key"]);
  });

  it("need their body, which is the schema of its name", () => {
    for (const [key, media, name] of [
      ["post /chat", "application/json", "ChatRequest"],
      ["post /chat", "application/vnd.mcp-hub.v1+json", "ChatRequest"],
      ["post /batch", "application/json", "BatchRequest"],
      ["post /documents/classify", "multipart/form-data", "DocumentUpload"],
      ["post /services/jira/searchTickets", "application/json", "JiraSearchTicketsRequest"],
    ] as const) {
      const { requestBody } = operation(key);
      assert.equal(requestBody?.required, true, key);
      assert.equal(requestBody.content[media]?.schema.$ref, `#/components/schemas/${name}`, key);
    }
  });

  it("are in groups that the document describes", () => {
    const groups = document.tags.map(({ name }: { name: string }) => name);
    assert.deepEqual(groups, ["calls", "services", "servers", "operation"]);
    for (const [, named] of rows) assert.ok(groups.includes(named.split(" ")[1] ?? ""), named);
  });

  it("name the request and the time to wait in the headers of every failure", () => {
    for (const [name, failure] of Object.entries<{ headers: object }>(document.components.responses))
      assert.deepEqual(Object.keys(failure.headers), ["X-Request-ID", "Retry-After"], name);
    assert.deepEqual(Object.keys(document.components.responses.Failure429.content), json.split(", "));
  });

  it("write streams, figures and headers as texts, and reports as objects", () => {
    const schemaOf = (key: string, media: string) =>
      Object(operation(key).responses["200"]?.content)[media].schema.type;
    for (const key of ["post /chat", "get /events"]) assert.equal(schemaOf(key, "text/event-stream"), "string");
    assert.equal(schemaOf("get /metrics", "text/plain"), "string");
    for (const key of ["get /report", "get /openapi.json"]) assert.equal(schemaOf(key, "application/json"), "object");
    const { headers } = document.components.responses.Failure429;
    assert.deepEqual(headers["X-Request-ID"].schema, { type: "string" });
    assert.deepEqual(headers["Retry-After"].schema, { type: "integer", minimum: 1 });
  });

  it("have the version and the license of the program", () => {
    assert.deepEqual([document.info.version, document.info.license], ["1.2.3", { name: "MIT", identifier: "MIT" }]);
    assert.deepEqual(document.servers, [{ url: "/" }]);
  });
});

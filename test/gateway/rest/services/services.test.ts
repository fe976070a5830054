import assert from "node:assert/strict";
import type { Options } from "../../../../src/core/config/schema/settings";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { withoutLoginShell } from "../../../support/aComposedHub";
import { assertFailed } from "../../../support/assertFailed";
import { type RestHub, restHub } from "../../../support/restHub";
import { type AskOptions, aClient, type Reply, RestServer } from "../../../support/restServer";

const shaped = (shape: string) => ({
  command: process.execPath,
  args: ["test/services/shapedServer.mjs", `--shape=${shape}`],
});

/** A row whose titles lead nowhere. */
const unfit: Options["services"][number] = {
  server: "own",
  method: "confluence.searchPages",
  tool: "find",
  arguments: { words: "{query}", top: "{size}" },
  result: {
    items: "$.hits[*]",
    fields: { id: "$.ref", title: "$.nothing", excerpt: "$.x", spaceKey: "$.x", lastModified: "$.x", url: "$.x" },
  },
};

interface Item {
  readonly id: string;
  readonly title: string;
}

describe("the typed services over HTTP, over a real hub", () => {
  withoutLoginShell();
  const events: HubEvent[] = [];
  const charged: number[] = [];
  let world: RestHub;
  let server: RestServer;

  before(async () => {
    world = restHub(
      { npm: shaped("npm"), sooperset: shaped("sooperset"), own: shaped("own") },
      { options: { services: [unfit] } },
    );
    world.composed.stream.onEvent((event) => events.push(event));
    const charge = (client: { id: string }, calls: number) => {
      charged.push(calls);
      return client.id === "poor" ? ({ status: 429, message: "Too many.", retryAfterSeconds: 7 } as const) : undefined;
    };
    server = await RestServer.start(
      { ...world.parts, charge },
      aClient("one", { scopes: [{ servers: ["npm"] }] }),
      aClient("no search", { scopes: [{ without: ["npm/search_*", "sooperset/jira_search"] }] }),
      aClient("poor"),
    );
    await Promise.all(["npm", "sooperset", "own"].map((id) => world.composed.hub.connect(id)));
  });
  after(async () => {
    await server.stop();
    await world.composed.close();
  });

  const search = (body: object, options: AskOptions = {}) =>
    server.ask("POST", "/services/jira/searchTickets", { ...options, body });
  const itemsOf = ({ body }: Reply) => (body.result as { items: readonly Item[] }).items;
  const fieldsOf = ({ body }: Reply) => body.error?.details.fields?.map(({ path }) => path);

  it("give the same result of two servers, page by page, and count each page as a request of the client", async () => {
    charged.length = 0;
    const body = { arguments: { status: ["Open"], maxResults: 120 }, request_id: "mine" };
    const [npm, sooperset] = await Promise.all([
      search({ server_id: "npm", ...body }),
      search(body, { headers: { "x-mcp-target-server": "sooperset" } }),
    ]);
    assert.equal(npm.status, 200);
    const { result, ...head } = npm.body;
    assert.deepEqual(head, {
      status: "success",
      server_id: "npm",
      service: "jira",
      method: "searchTickets",
      message: '"jira.searchTickets" on "npm" answered.',
      original_request_id: "mine",
    });
    assert.deepEqual([itemsOf(npm).length, itemsOf(npm)[119]?.id], [120, "PROJ-120"]);
    assert.deepEqual(sooperset.body.result, result);
    assert.equal(charged.length, 4, "two more pages of each server");
    const ended = events.flatMap((event) => (event.type === "call.ended" ? [event] : []));
    assert.deepEqual(ended.at(-1)?.caller, { door: "gateway", client: { id: "editor", name: "editor" } });
  });

  it("find the server where only one can do it, and name those that can where several can", async () => {
    const alone = await search({ arguments: {} }, { client: "one" });
    assert.deepEqual([alone.status, alone.body.server_id], [200, "npm"]);
    const several = await search({ arguments: {} });
    assertFailed(several, 400, "VALIDATION_ERROR", /several servers can do "jira.searchTickets": npm, sooperset\./);
    assert.deepEqual(fieldsOf(several), ["server_id"]);
    const nobody = await server.ask("POST", "/services/figma/getFile", { body: { arguments: { fileKey: "K1" } } });
    assertFailed(nobody, 404, "TOOL_NOT_SUPPORTED", /No connected server/);
  });

  it("use only the tools that the client may use, and name no other", async () => {
    const reply = await search({ server_id: "npm", arguments: {} }, { client: "no search" });
    assertFailed(reply, 404, "TOOL_NOT_SUPPORTED", /It offers read_jira_issue\./);
    assert.deepEqual(reply.body.error?.details.tools, ["read_jira_issue"]);
    assertFailed(await search({ arguments: {} }, { client: "no search" }), 404, "TOOL_NOT_SUPPORTED", /No connected/);
    const other = await search({ server_id: "sooperset", arguments: {} }, { client: "one" });
    assertFailed(other, 403, "AUTHORIZATION_ERROR", /may not use the server/);
  });

  it("refuse what is wrong with the request, by its path", async () => {
    const reply = await search({ server_id: "npm", arguments: { maxResults: 0, statsu: [] }, limit: 1 });
    assertFailed(reply, 400, "VALIDATION_ERROR", /not known/);
    assert.deepEqual(fieldsOf(reply)?.toSorted(), ["arguments.maxResults", "arguments.statsu", "limit"]);
    assertFailed(await search({ server_id: "nope", arguments: {} }), 404, "ROUTING_ERROR", /no server "nope"/);
    const two = await search({ server_id: "npm", arguments: {} }, { headers: { "x-mcp-target-server": "own" } });
    assertFailed(two, 400, "VALIDATION_ERROR", /two different servers/);
  });

  it("say what the services and their methods are, where there is no such one", async () => {
    const method = await server.fetch("POST", "/api/v1/mcp/services/jira/nope", { body: {} });
    assert.equal(method.status, 404);
    assert.match(await method.text(), /It has: searchIssues, searchTickets/);
    const service = await server.fetch("POST", "/api/v1/mcp/services/nope/nope", { body: {} });
    assert.match(await service.text(), /There are: confluence, jira/);
  });

  it("fail in the API's words, with what the server said and the row that was tried", async () => {
    const missing = await server.ask("POST", "/services/jira/getIssue", {
      body: { server_id: "npm", arguments: { key: "PROJ-999" } },
    });
    assertFailed(missing, 502, "MCP_SERVER_ERROR", /reported an error: Not Found/);
    assert.match(String(missing.body.error?.details.row), /jira\.getIssue$/);
    const unread = await server.ask("POST", "/services/confluence/searchPages", {
      body: { server_id: "own", arguments: { query: "x" } },
    });
    assertFailed(unread, 502, "DATA_TRANSFORMATION_ERROR", /the row "mcpHub.services: confluence.searchPages"/);
    assert.match(JSON.stringify(unread.body.error?.mcp_server_error_details), /Ticket 1/);
  });

  it("end with the limit of the client's requests", async () => {
    const reply = await search({ server_id: "npm", arguments: { maxResults: 120 } }, { client: "poor" });
    assertFailed(reply, 429, "RATE_LIMIT_EXCEEDED", /Too many/);
    assert.equal(reply.headers.get("retry-after"), "7");
  });

  it("answer the same request with the same key once", async () => {
    const headers = { "idempotency-key": "k1" };
    const body = { server_id: "npm", arguments: { maxResults: 1 } };
    const first = await search(body, { headers });
    const calls = events.length;
    const again = await search(body, { headers });
    assert.deepEqual([again.text, again.headers.get("idempotency-replayed")], [first.text, "true"]);
    assert.equal(events.length, calls);
  });

  it("stream the progress of each request that a method makes, then the same answer", async () => {
    const body = { server_id: "npm", arguments: { maxResults: 120 }, request_id: "mine" };
    const plain = await search(body);
    const reply = await search(body, { headers: { accept: "text/event-stream" } });
    assert.match(String(reply.headers.get("content-type")), /^text\/event-stream/);
    const sent = reply.text.trim().split("\n\n");
    const step = 'event: progress\ndata: {"progress":1,"total":2,"message":"search_jira_issues has begun"}';
    assert.deepEqual(sent, [step, step, step, `event: result\ndata: ${plain.text}`]);
  });

  it("stream a failure as the result, and say at once what is wrong with a request", async () => {
    const headers = { accept: "text/event-stream, application/json" };
    const body = { server_id: "npm", arguments: { key: "PROJ-999" } };
    const reply = await server.ask("POST", "/services/jira/getIssue", { body, headers });
    assert.match(reply.text, /event: result\ndata: \{"status":"error".*Not Found.*\n\n$/);
    const wrong = await search({ server_id: "npm", arguments: { maxResults: 0 } }, { headers });
    assertFailed(wrong, 400, "VALIDATION_ERROR", /maxResults/);
    const badKey = await search(
      { server_id: "npm", arguments: {} },
      { headers: { ...headers, "idempotency-key": "" } },
    );
    assertFailed(badKey, 400, "VALIDATION_ERROR", /Idempotency-Key/);
  });

  it("are listed with the servers that can do each method, for this client", async () => {
    const listed = async (client: string) => {
      const { body } = await server.ask("GET", "/services", { client });
      const services = body.services as readonly Service[];
      const method = services.find(({ service }) => service === "jira")?.methods.find(isSearch);
      return { services: services.length, schema: method?.input_schema, servers: method?.servers };
    };
    const npm = { server_id: "npm", ready: true, tool: "search_jira_issues", resource: null };
    const whole = await listed("editor");
    assert.ok(whole.services >= 9);
    assert.ok(Object.keys(Object(whole.schema?.properties)).includes("assignee"));
    assert.deepEqual(whole.servers, [npm, { ...npm, server_id: "sooperset", tool: "jira_search" }]);
    assert.deepEqual((await listed("one")).servers, [npm]);
    assert.deepEqual((await listed("no search")).servers, []);
  });
});

interface Service {
  readonly service: string;
  readonly methods: readonly {
    readonly method: string;
    readonly input_schema: Readonly<Record<string, unknown>>;
    readonly servers: unknown;
  }[];
}

const isSearch = ({ method }: Service["methods"][number]) => method === "searchTickets";

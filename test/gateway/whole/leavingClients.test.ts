import assert from "node:assert/strict";
import { fromJsonSchema, inputRequired, McpServer } from "@modelcontextprotocol/server";
import { noClientFeatures } from "../../../src/core/questions/noClientFeatures";
import { withoutLoginShell } from "../../support/aComposedHub";
import { type ModernServer, startModernServer } from "../../support/modernServer";
import { openSession } from "../../support/rawMcp";
import { type ScriptedServer, startScriptedServer } from "../../support/scriptedServer";
import { type Everything, everythingOnStdio, startEverything } from "../../support/startEverything";
import { until } from "../../support/until";
import { WholeGateway } from "../../support/wholeGateway";

const form = { message: "Which?", requestedSchema: { type: "object" as const, properties: {} } };
const address = { message: "Look there.", url: "https://example.com/there" };
const prompt = {
  messages: [{ role: "user" as const, content: { type: "text" as const, text: "Hello" } }],
  maxTokens: 10,
};

/** One question of each kind, and the tool of each server that asks it. */
const kinds = ["form", "url", "sampling"] as const;
const onStdio = {
  form: ["trigger-elicitation-request", {}],
  url: ["trigger-url-elicitation", { url: address.url }],
  sampling: ["trigger-sampling-request", { prompt: "Hello", maxTokens: 10 }],
} as const;

function modernAsker(): McpServer {
  const server = new McpServer({ name: "modern", version: "1.0.0" });
  const inputSchema = fromJsonSchema<object>({ type: "object" });
  const asks = {
    form: () => inputRequired.elicit(form),
    url: () => inputRequired.elicitUrl(address),
    sampling: () => inputRequired.createMessage(prompt),
  };
  for (const kind of kinds)
    server.registerTool(kind, { inputSchema }, () => inputRequired({ inputRequests: { one: asks[kind]() } }));
  return server;
}

/** What a person is shown; it stands until it is taken off the screen. */
interface Shown {
  readonly kind: string;
  readonly server: string;
  readonly signal: AbortSignal;
}

/** Nobody in the window answers: what is asked there must go with the client whose call made the server ask. */
describe("a question in the window whose client leaves", function () {
  this.timeout(30_000);
  let scripted: ScriptedServer;
  let modern: ModernServer;
  let everything: Everything;
  let gateway: WholeGateway;
  const shown: Shown[] = [];
  let consented = false;
  withoutLoginShell();

  const show = (kind: string, server: string, signal: AbortSignal) => {
    shown.push({ kind, server, signal });
    return new Promise<never>((_, refuse) => signal.addEventListener("abort", () => refuse(signal.reason)));
  };

  before(async () => {
    scripted = await startScriptedServer(
      {},
      {
        form: (_, { ask }) => ask("elicitation/create", form),
        url: (_, { ask }) => ask("elicitation/create", { mode: "url", elicitationId: "1", ...address }),
        sampling: (_, { ask }) => ask("sampling/createMessage", prompt),
      },
    );
    modern = await startModernServer("reject", 0, modernAsker);
    everything = await startEverything("streamableHttp");
    gateway = await WholeGateway.start(
      {
        legacy: { url: scripted.url },
        http: { url: everything.url },
        stdio: { ...everythingOnStdio, args: [...everythingOnStdio.args] },
        modern: { url: modern.url },
      },
      {
        options: { samplingPerMinute: 1000 },
        ports: {
          clientFeatures: () => ({
            ...noClientFeatures,
            can: { roots: false, sampling: true, forms: true, urls: true },
            fill: ({ server }, signal) => show("form", server, signal),
            visit: ({ server }, signal) => show("url", server, signal),
            consent: async ({ server }, signal) => consented || show("sampling", server, signal),
            sample: ({ server }, signal) => show("model", server, signal),
          }),
        },
      },
    );
  });
  beforeEach(() => {
    shown.length = 0;
    consented = false;
  });
  after(async () => {
    await gateway.close();
    await scripted.stop();
    await modern.stop();
    await everything.stop();
  });

  const toolOf = (server: string, kind: (typeof kinds)[number]): readonly [tool: string, args: object] =>
    server === "stdio" ? onStdio[kind] : [kind, {}];
  const endpoint = () => `${gateway.gateway.url}/mcp`;
  const bearer = () => ({ authorization: `Bearer ${gateway.token}` });

  /** Sends a request that is not waited for; what it gives closes its connection. */
  function begin(path: string, body: object, headers: Readonly<Record<string, string>> = {}): () => void {
    const leaving = new AbortController();
    gateway
      .fetch("POST", path, { headers, body, signal: leaving.signal })
      .then((response) => response.text())
      .catch(() => {}); // it was left
    return () => leaving.abort();
  }

  /** Calls a tool, and gives the way in which the client leaves. Every client answers nothing itself. */
  const doors: Readonly<Record<string, (server: string, tool: string, args: object) => Promise<() => unknown>>> = {
    REST: async (server_id, tool_name, tool_input) => begin("/api/v1/mcp/chat", { server_id, tool_name, tool_input }),
    "REST as a stream": async (server_id, tool_name, tool_input) =>
      begin("/api/v1/mcp/chat", { server_id, tool_name, tool_input }, { accept: "text/event-stream" }),
    "a REST batch": async (server_id, tool_name, tool_input) =>
      begin("/api/v1/mcp/batch", { requests: [{ server_id, tool_name, tool_input }] }),
    "MCP without a handshake": async (server, tool, args) => {
      const name = `${server}__${tool}`;
      const _meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
      };
      return begin(
        "/mcp",
        { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: args, _meta } },
        {
          accept: "application/json, text/event-stream",
          "mcp-protocol-version": "2026-07-28",
          "mcp-method": "tools/call",
          "mcp-name": name,
        },
      );
    },
    "MCP with a handshake, by a cancel": async (server, tool, args) => {
      const session = await openSession(endpoint(), { headers: bearer() });
      void session.call(`${server}__${tool}`, { ...args }, 3).catch(() => {});
      return () => session.send({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 3 } });
    },
    "MCP with a handshake, by the end of its session": async (server, tool, args) => {
      const session = await openSession(endpoint(), { headers: bearer() });
      void session.call(`${server}__${tool}`, { ...args }, 3).catch(() => {});
      return () => fetch(endpoint(), { method: "DELETE", headers: session.headers });
    },
  };

  const onScreen = (what: string) => until(`${what} is shown`, () => shown.at(-1) ?? false);

  for (const server of ["legacy", "stdio", "modern"])
    for (const [door, call] of Object.entries(doors))
      it(`is gone with it: ${door}, a ${server} server`, async () => {
        for (const kind of kinds) {
          shown.length = 0;
          const leave = await call(server, ...toolOf(server, kind));
          const question = await onScreen(kind);
          assert.deepEqual([question.kind, question.server], [kind, server]);
          await leave();
          await until(`${kind} is off the screen`, () => question.signal.aborted);
        }
      });

  for (const server of ["legacy", "stdio", "modern"])
    it(`and a model that was asked for it is asked no more: a ${server} server`, async () => {
      consented = true;
      const leave = await doors.REST?.(server, ...toolOf(server, "sampling"));
      const question = await onScreen("the request to the model");
      assert.equal(question.kind, "model");
      leave?.();
      await until("the model is told", () => question.signal.aborted);
    });

  for (const server of ["stdio", "http"])
    for (const tool of ["trigger-elicitation-request-async", "trigger-sampling-request-async"])
      it(`is gone with it where the server asks by a task: ${tool} over ${server}`, async () => {
        const leave = await doors.REST?.(server, tool, { prompt: "Hello", maxTokens: 10 });
        const question = await onScreen("the question");
        leave?.();
        await until("it is off the screen", () => question.signal.aborted);
      });

  it("makes room for the question of the next client, which keeps its own", async () => {
    const asks = () => gateway.events.filter(isSaying("Asks: Look there.")).length;
    const before = asks();
    const leave = await doors.REST?.("legacy", "form", {});
    const first = await onScreen("the first question");
    const other = await doors["REST as a stream"]?.("legacy", "url", {});
    await until("the second one waits", () => asks() > before);
    assert.equal(shown.length, 1);
    leave?.();
    const second = await until("the second one is shown", () => shown[1] ?? false);
    assert.deepEqual([first.signal.aborted, second.kind, second.signal.aborted], [true, "url", false]);
    other?.();
    await until("both are gone", () => second.signal.aborted);
  });
  it("is told as gone, and its server is answered", async () => {
    const asked = () => gateway.events.flatMap((event) => (event.type === "question.answered" ? [event] : []));
    const before = asked().length;
    const answers = scripted.heard.filter(({ method }) => method === undefined).length;
    const leave = await doors.REST?.("legacy", "form", {});
    await onScreen("the form");
    leave?.();
    await until("it is told", () => asked().length > before);
    assert.equal(asked().at(-1)?.answer, "gone");
    await until(
      "the server is answered",
      () => scripted.heard.filter(({ method }) => method === undefined).length > answers,
    );
  });
});

const isSaying = (text: string) => (event: { readonly type: string }) =>
  "text" in event && typeof event.text === "string" && event.text.startsWith(text);

import assert from "node:assert/strict";
import type { ComposedHub } from "../../../src/composedHub";
import type { ApprovalAnswer } from "../../../src/core/calls/approval/grants";
import type { ToolCall } from "../../../src/core/calls/toolCall";
import { defaultOptions } from "../../../src/core/config/schema/settings";
import { Allowance, allowanceLimits } from "../../../src/editor/api/allowance";
import { ExtensionApi } from "../../../src/editor/api/extensionApi";
import type { McpHub, McpNotification } from "../../../src/editor/api/mcpClientHub";
import { notificationFilter } from "../../../src/editor/api/views";
import { openServices } from "../../../src/openServices";
import { servicesOf } from "../../../src/services/clients/services";
import { aComposedHub, withoutLoginShell } from "../../support/aComposedHub";
import { definition } from "../../support/fakeLink";
import { MapStore } from "../../support/mapStore";
import { until } from "../../support/until";

const installed = ["acme.tools", "other.tools", "mcp-client-hub.mcp-client-hub"];
const yes = (span: "once" | "session" | "workspace" | "always"): ApprovalAnswer => ({
  allow: true,
  span,
  what: "tool",
});

const server = (id: string, file: string, ...switches: readonly string[]) => {
  const config = { command: process.execPath, args: [file, ...switches] };
  return definition(id, { entry: { kind: "valid", config } });
};
const fixture = server("fixture", "test/support/fixtureServer.mjs");
const tickets = server("tickets", "test/services/shapedServer.mjs", "--shape=npm");

describe("the API for other extensions", () => {
  let composed: ComposedHub;
  let api: ExtensionApi;
  let acme: McpHub;
  let asked: ToolCall[];
  let answer: (call: ToolCall) => ApprovalAnswer;
  const store = new MapStore();
  const reports: string[] = [];
  withoutLoginShell();

  before(async () => {
    const options = () => ({ ...defaultOptions, approval: "always" as const });
    composed = aComposedHub({
      options,
      state: { workspace: store, always: store },
      ask: () => async (call) => {
        asked.push(call);
        return answer(call);
      },
    });
    const { hub, requests, stream } = composed;
    api = new ExtensionApi({
      hub,
      requests,
      stream,
      ownId: "mcp-client-hub.mcp-client-hub",
      installedId: (id) => installed.find((one) => one === id.toLowerCase()),
      services: (caller) => servicesOf(openServices(composed, options), caller),
      report: (error) => reports.push(String(Reflect.get(Object(error), "message"))),
    });
    acme = api.exports.getApi(1, "acme.tools");
    hub.configure([fixture, tickets]);
    await Promise.all(["fixture", "tickets"].map((id) => hub.connect(id)));
  });
  after(async () => {
    api.dispose();
    await composed.close();
  });
  beforeEach(() => {
    asked = [];
    answer = () => yes("once");
    reports.length = 0;
  });
  afterEach(() => composed.grants.forget());

  const echoed = async (hub: McpHub, text: string) => (await hub.callTool("fixture", "echo", { text })).content[0];

  it("comes in one version, to extensions that are installed, and says what to change otherwise", () => {
    const getApi: (...given: unknown[]) => unknown = api.exports.getApi as never;
    for (const version of [0, 2, "1", undefined])
      assert.throws(() => getApi(version, "acme.tools"), {
        name: "McpHubError",
        code: "unsupported",
        message: `MCP Client Hub does not offer version ${version} of its API. Use getApi(1, context.extension.id), or update MCP Client Hub.`,
      });
    for (const extension of [undefined, 7, "", "nobody.knows", "MCP-Client-Hub.mcp-client-hub"])
      assert.throws(() => getApi(1, extension), { code: "bad-arguments", message: /Give the id of your own/ });
    assert.equal(getApi(1, "Acme.Tools"), acme, "an id is the same in upper and lower case");
    assert.equal(acme.extension, "acme.tools");
  });

  it("calls tools under the id that the extension declares, and keeps no yes beyond the session", async () => {
    for (const span of ["workspace", "always"] as const) {
      answer = () => yes(span);
      assert.deepEqual(await echoed(acme, span), { type: "text", text: span });
      assert.deepEqual(asked.at(-1)?.caller, { door: "extension", client: { id: "acme.tools", name: "acme.tools" } });
      assert.deepEqual(
        composed.grants.list().map(({ span, caller }) => [span, caller.client?.id]),
        [["session", "acme.tools"]],
      );
      assert.doesNotMatch([...store.values].join("\n"), /acme/);
      const before = asked.length;
      await echoed(acme, "again");
      assert.equal(asked.length, before, "the session's yes holds");
      await echoed(api.exports.getApi(1, "other.tools"), "mine");
      assert.equal(asked.length, before + 1, "and not for another extension");
      await composed.grants.forget();
    }
  });

  it("sends what the person was asked about, whatever becomes of the extension's object meanwhile", async () => {
    const args = { text: "harmless" };
    answer = () => {
      args.text = "harmful";
      return yes("once");
    };
    const { content } = await acme.callTool("fixture", "echo", args);
    assert.deepEqual(content, [{ type: "text", text: "harmless" }]);
  });

  it("gives out nothing by which the hub could be changed", async () => {
    const given = [
      api.exports,
      acme,
      acme.services.jira("tickets"),
      acme.listServers(),
      acme.listTools(),
      acme.notifications(),
      await acme.callTool("fixture", "structured", { count: 1 }),
      await acme.services.jira("tickets").getIssue("PROJ-7"),
    ];
    for (const one of given) assertFrozen(one);
    const [tool] = acme.listTools();
    assert.equal(tool, acme.listTools()[0], "a tool is copied once");
    assert.throws(() => Object.assign(Object(tool?.inputSchema), { type: "array" }), TypeError);
    assert.notEqual(tool?.inputSchema, composed.hub.tools()[0]?.tool.inputSchema);
  });

  it("shows servers and tools", async () => {
    const [first] = acme.listServers();
    const tools = acme.listTools().filter(({ server }) => server === "fixture").length;
    const counts = { tools, resources: 3, prompts: 1 };
    assert.deepEqual(first, { id: "fixture", label: "fixture", state: "ready", startsWhenUsed: false, counts });
    const { inputSchema, ...tool } = acme.listTools()[0] ?? assert.fail();
    assert.deepEqual(tool, {
      server: "fixture",
      name: "echo",
      modelName: "fixture__echo",
      description: "Says it again.",
      hints: { readOnly: true, idempotent: true },
    });
    assert.deepEqual(inputSchema.required, ["text"]);
    const { resources } = composed.hub.catalog("fixture");
    assert.deepEqual(
      acme.listResources("fixture").map(({ uri }) => uri),
      resources.map(({ uri }) => uri),
    );
    assert.throws(() => acme.listResources("nowhere"), { name: "McpHubError", code: "unknown-server" });
  });

  it("tells once of what changed at one moment, and not of calls", async () => {
    const states: string[] = [];
    const names: string[][] = [];
    const heard = [
      acme.onDidChangeServers((servers) => states.push(servers.map(({ id }) => id).join())),
      acme.onDidChangeTools((tools) => names.push(tools.map(({ name }) => name))),
    ];
    await echoed(acme, "hello");
    assert.deepEqual([states, names], [[], []]);
    const off = { enabled: false } as const;
    composed.hub.configure([fixture, tickets, definition("one", off), definition("two", off)]);
    await until("the new servers are heard of", () => states.at(-1) === "fixture,tickets,one,two");
    assert.equal(states.length, 1);
    await acme.callTool("fixture", "change", { part: "tools" });
    await until("the new tool is heard of", () => names.some((all) => all.includes("added1")));
    for (const one of heard) one.dispose();
    const before = states.length;
    composed.hub.configure([fixture, tickets]);
    await until("they are gone", () => acme.listServers().length === 2);
    assert.equal(states.length, before);
  });

  it("reports progress, and cancels by a signal or a token, to which nobody listens afterwards", async () => {
    const steps: (number | undefined)[] = [];
    const token = aToken();
    const onProgress = ({ progress }: { progress: number }) => {
      steps.push(progress);
      throw new Error("a broken bar");
    };
    await acme.callTool("fixture", "progress", { steps: 2, everyMs: 1 }, { token, onProgress });
    assert.deepEqual(steps, [1, 2]);
    assert.deepEqual(reports, ['A listener of the extension "acme.tools" failed: a broken bar.']);
    assert.equal(token.listeners.size, 0);

    const abort = new AbortController();
    const hanging = [
      acme.callTool("fixture", "hang", {}, { token }),
      acme.callTool("fixture", "hang", {}, { signal: abort.signal }),
    ];
    await until("both are asked about", () => asked.length === 3);
    token.cancel();
    abort.abort();
    for (const one of hanging) await assert.rejects(one, { name: "McpHubError", code: "cancelled" });
    await assert.rejects(acme.callTool("fixture", "echo", { text: "" }, { token }), { code: "cancelled" });
    await assert.rejects(acme.callTool("fixture", "hang", {}, { timeoutMs: 50 }), { code: "timeout" });
  });

  it("fails in the words of the hub, without a part of it", async () => {
    answer = () => ({ allow: false });
    await assert.rejects(echoed(acme, "no"), (error: Error) => {
      assert.deepEqual(Object.assign({}, error, { message: error.message, cause: error.cause }), {
        name: "McpHubError",
        code: "denied",
        sent: "no",
        cause: undefined,
        message: '"echo" on "fixture" was not run: you declined. Call it again to be asked again.',
      });
      return true;
    });
  });

  it("refuses what makes no sense before anything is sent", async () => {
    const circle: Record<string, unknown> = {};
    circle.itself = circle;
    const call: (...given: unknown[]) => Promise<unknown> = acme.callTool as never;
    const rows: [given: unknown[], message: RegExp][] = [
      [[7, "echo"], /"server" must be a text/],
      [["fixture", ""], /"tool" must be a text/],
      [["fixture", "echo", circle], /"args" must be data that JSON can hold/],
      [["fixture", "echo", {}, 7], /"options" must be an object/],
      [["fixture", "echo", {}, { signal: {} }], /"signal" must be an AbortSignal/],
      [["fixture", "echo", {}, { token: {} }], /"token" must be a CancellationToken/],
      [["fixture", "echo", {}, { timeoutMs: "1" }], /"timeoutMs" must be a number/],
      [["fixture", "echo", {}, { onProgress: 1 }], /"onProgress" must be a function/],
      [["fixture", "echo", { text: 7 }], /text/],
    ];
    for (const [given, message] of rows) await assert.rejects(call(...given), { code: "bad-arguments", message });
    assert.throws(() => acme.onNotification("no" as never), { message: /"listener" must be a function/ });
    assert.throws(() => acme.notifications({ pattern: 7 } as never), { message: /"pattern" must be a text/ });
    assert.equal(asked.length, 0);
  });

  it("tells of notifications by server, type and pattern, keeps them, and lets no listener hurt another", async () => {
    const heard = new Map<string, McpNotification[]>();
    const filters = {
      all: {},
      server: { server: "fix*" },
      type: { type: "notifications/build/done" },
      pattern: { pattern: "notifications/build/*" },
      elsewhere: { server: "tickets" },
    };
    const broken = [
      acme.onNotification(() => {
        throw new Error("broken");
      }),
      acme.onNotification(() => Promise.reject(new Error("broken later"))),
    ];
    const listening = Object.entries(filters).map(([name, filter]) => {
      const own: McpNotification[] = [];
      heard.set(name, own);
      return acme.onNotification((notification) => own.push(notification), filter);
    });
    const announce = (method: string) => acme.callTool("fixture", "announce", { method, params: { id: 7 } });
    for (const method of ["notifications/build/done", "notifications/build/failed", "notifications/other"])
      await announce(method);
    await until("all are heard", () => heard.get("all")?.length === 3);
    const typesOf = (name: string) => heard.get(name)?.map(({ type }) => type.replace("notifications/", ""));
    assert.deepEqual(typesOf("server"), ["build/done", "build/failed", "other"]);
    assert.deepEqual(typesOf("type"), ["build/done"]);
    assert.deepEqual(typesOf("pattern"), ["build/done", "build/failed"]);
    assert.deepEqual(typesOf("elsewhere"), []);
    assert.deepEqual(acme.notifications(filters.pattern), heard.get("pattern"));
    assertFrozen(heard.get("type")?.[0]);
    const [{ server, params } = assert.fail()] = heard.get("type") ?? [];
    assert.deepEqual([server, params], ["fixture", { id: 7 }]);
    const failed = (reason: string) => `A listener of the extension "acme.tools" failed: ${reason}.`;
    assert.deepEqual(reports.toSorted(), [failed("broken later"), failed("broken")].toSorted(), "each once");

    for (const one of [...listening, ...broken]) one.dispose();
    await announce("notifications/build/last");
    await until("it is kept", () => acme.notifications({ type: "notifications/build/last" }).length === 1);
    assert.equal(heard.get("all")?.length, 3);
  });

  it("keeps to itself what came over the connection of another client", () => {
    const sent = { server: "fixture", method: "notifications/message", params: {}, at: 0 };
    assert.equal(notificationFilter(undefined)(sent), true);
    assert.equal(notificationFilter(undefined)({ ...sent, client: "cursor" }), false);
  });

  it("offers the services, each call under the same id", async () => {
    const { items, incomplete } = await acme.services
      .jira("tickets")
      .searchTickets({ status: ["Open"], maxResults: 3 });
    assert.deepEqual([items.map(({ id }) => id), incomplete], [["PROJ-1", "PROJ-2", "PROJ-3"], false]);
    assert.equal(asked[0]?.caller.client?.id, "acme.tools");
    await assert.rejects(acme.services.jira("tickets").getIssue("PROJ-999"), {
      name: "McpHubError",
      code: "server-error",
    });
    await assert.rejects(acme.services.slack("tickets").searchMessages({ query: "x" }), { code: "unsupported" });
    assert.throws(() => acme.services.jira(7 as never), { code: "bad-arguments" });
  });

  it("has limits for what one extension has open", async () => {
    const allowance = new Allowance("acme.tools");
    const open = () => allowance.subscribe(() => ({ dispose: () => ended++ }));
    let ended = 0;
    const opened = Array.from({ length: allowanceLimits.subscriptions }, open);
    assert.throws(open, { code: "too-many-subscriptions", message: /has 100 subscriptions and may not have more/ });
    opened[0]?.dispose();
    open();
    let end = () => {};
    const held = new Promise<void>((resolve) => {
      end = resolve;
    });
    const running = Array.from({ length: allowanceLimits.requests }, () => allowance.run(() => held));
    const refused = { name: "McpHubError", code: "queue-full", sent: "no" };
    await assert.rejects(
      allowance.run(() => held),
      refused,
    );
    end();
    await Promise.all(running);
    await allowance.run(async () => {});
    allowance.dispose();
    assert.equal(ended, allowanceLimits.subscriptions + 1);
    assert.throws(open, { code: "cancelled" });
  });
});

describe("the API for other extensions, when the hub closes", () => {
  it("ends every subscription and refuses what comes later", async () => {
    const composed = aComposedHub();
    const { hub, requests, stream } = composed;
    const parts = { ownId: "own", installedId: (id: string) => id, report: () => {}, services: () => ({}) as never };
    const api = new ExtensionApi({ hub, requests, stream, ...parts });
    const acme = api.exports.getApi(1, "acme.tools");
    let heard = 0;
    acme.onDidChangeServers(() => heard++);
    api.dispose();
    hub.configure([definition("one", { enabled: false })]);
    await until("the server is there", () => acme.listServers().length === 1);
    assert.equal(heard, 0);
    await assert.rejects(acme.callTool("one", "echo"), { code: "cancelled", message: /is closing/ });
    assert.throws(() => acme.onNotification(() => {}), { code: "cancelled" });
    await composed.close();
  });
});

function aToken() {
  const listeners = new Set<() => unknown>();
  return {
    listeners,
    isCancellationRequested: false,
    onCancellationRequested(listener: () => unknown) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
    cancel() {
      this.isCancellationRequested = true;
      for (const listener of listeners) listener();
    },
  };
}

function assertFrozen(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  assert.ok(Object.isFrozen(value), JSON.stringify(value)?.slice(0, 100));
  for (const inner of Object.values(value)) assertFrozen(inner);
}

import assert from "node:assert/strict";
import { emptyCatalog } from "../../../../src/core/catalog/catalog";
import { definitionTokens } from "../../../../src/core/conversation/modelTool";
import { EventStream } from "../../../../src/core/hub/eventStream";
import { mergedTools } from "../../../../src/core/hub/mergedTools";
import { Metrics } from "../../../../src/core/hub/metrics";
import { HubError } from "../../../../src/core/kernel/hubError";
import { PanelViews } from "../../../../src/editor/panel/views/panelViews";
import { toolCosts, toolsShown } from "../../../../src/editor/panel/views/toolCosts";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { added, log, note, ready, state } from "../../../panel/panelFixture";
import { aTool, definition } from "../../../support/fakeLink";
import { MapStore } from "../../../support/mapStore";
import { ended, failed } from "../../../support/operationEvents";

const now = 5000;
const catalog = {
  ...emptyCatalog,
  tools: [aTool("small"), aTool("large", { description: "x".repeat(900) }), aTool("bad\u0007name")],
};

function open(memoryOf: (pids: readonly number[]) => Promise<ReadonlyMap<number, number>> = async () => new Map()) {
  const reports: unknown[] = [];
  const report = (error: unknown) => void reports.push(error);
  const stream = new EventStream(() => now, report);
  const metrics = new Metrics();
  stream.onEvent((event) => metrics.add(event));
  const entry = definition("documents");
  const hub = {
    catalog: () => catalog,
    definition: (server: string) => {
      if (server === "documents") return entry;
      throw new HubError("unknown-server", "There is none.");
    },
  };
  const views = new PanelViews({
    stream,
    hub,
    metrics,
    clock: { now: () => now },
    state: new MapStore(),
    memoryOf,
    report,
  });
  const publish = (...events: HubEvent[]) => {
    for (const event of events) stream.publish(event);
  };
  return { views, handlers: views.handlers, publish, reports, stream, entry };
}

describe("the views of the panel, on the side of the host", () => {
  it("have a card for each server with all that is known of it", async () => {
    const { handlers, publish } = open(async (pids) => new Map(pids.map((pid) => [pid, 1234])));
    publish(added("documents"), added("gone"), state("documents", ready), log("documents", "hello"));
    publish(ended({ server: "documents", ms: 20 }), failed("timeout", { server: "documents" }));
    publish({ type: "server.ping", server: "documents", ok: true, ms: 3 });
    const [card, gone] = await handlers.serverCards();
    assert.deepEqual([card?.server, card?.since, card?.memoryBytes, card?.restarts], ["documents", now, 1234, 0]);
    assert.deepEqual(card?.said, [{ at: now, text: "hello" }]);
    assert.deepEqual(card?.checks, [{ at: now, ms: 3 }]);
    assert.deepEqual([card?.calls.outcomes.ok, card?.calls.errors], [1, { timeout: 1 }]);
    assert.ok(Math.abs((card?.calls.ms.p50 ?? 0) - 20) < 1);
    assert.equal(card?.facts[0]?.name, "Program");
    assert.deepEqual([gone?.facts, gone?.memoryBytes], [[], undefined], "its entry is gone already");
    publish(added("new"));
    const { calls } = (await handlers.serverCards()).at(-1) ?? {};
    assert.deepEqual(
      [calls?.outcomes, calls?.errors, calls?.retries],
      [{ ok: 0, "tool-error": 0, failed: 0, cancelled: 0, denied: 0 }, {}, 0],
    );
  });

  it("have cards without memory where that cannot be read, which is reported", async () => {
    const { handlers, publish, reports } = open(() => Promise.reject(new Error("no ps")));
    publish(added("documents"), state("documents", ready));
    const [card] = await handlers.serverCards();
    assert.equal(card?.memoryBytes, undefined);
    assert.match(String(reports), /no ps/);
  });

  it("mask secrets in what an entry runs", async () => {
    const { handlers, publish, entry } = open();
    if (entry.entry.kind !== "valid" || !("command" in entry.entry.config)) return assert.fail();
    Object.assign(entry.entry.config, { args: ["--key", `ghp_${"a1".repeat(20)}`] });
    publish(added("documents"));
    const [card] = await handlers.serverCards();
    assert.deepEqual(card?.facts[1], { name: "Arguments", text: "--key •••" });
  });

  it("know what each tool costs a model, the most expensive first", async () => {
    const { handlers, entry } = open();
    const { tools, total, more } = await handlers.toolCosts("documents");
    assert.deepEqual(
      tools.map(({ name }) => name),
      ["large", "bad\ufffdname", "small"],
    );
    const [tool] = mergedTools([{ definition: entry, catalog }]);
    assert.equal(tools.at(-1)?.tokens, tool && definitionTokens(tool));
    assert.ok((tools[0]?.tokens ?? 0) > 300);
    assert.equal(
      total,
      tools.reduce((sum, { tokens }) => sum + tokens, 0),
    );
    assert.equal(more, 0);
    const many = { ...catalog, tools: Array.from({ length: toolsShown + 3 }, (_, n) => aTool(`tool-${n}`)) };
    const costs = await toolCosts(entry, many);
    assert.deepEqual([costs.tools.length, costs.more], [toolsShown, 3]);
    assert.ok(costs.total > (costs.tools[0]?.tokens ?? 0) * 2, "the total is that of all");
    await assert.rejects(async () => handlers.toolCosts("never"), { code: "unknown-server" });
  });

  it("read the last hour and the notices", async () => {
    const { handlers, publish } = open();
    publish(added("documents"), ended({ server: "documents" }), note("documents", 1));
    assert.equal((await handlers.figures()).hour.calls, 1);
    assert.equal((await handlers.figures("documents", "read")).hour.calls, 1);
    assert.equal(await handlers.unread(), 1);
    await handlers.seen(3);
    assert.equal(await handlers.unread(), 0);
    assert.equal((await handlers.notes(0)).notes.length, 1);
    await handlers.clearNotes();
    assert.equal((await handlers.notes(0)).notes.length, 0);
  });

  it("let the editor's own notices hear nothing of a muted kind, until it is unmuted", async () => {
    const { views, handlers, publish, stream } = open();
    const heard: string[] = [];
    views.unmuted.onEvent((event) => heard.push(event.type));
    assert.equal(views.unmuted.view, stream.view);
    const needed = state("documents", { kind: "needs-auth", error: { code: "needs-auth", message: "Sign in." } });
    const kind = { server: "documents", from: "hub", name: "needs-auth" } as const;
    publish(needed);
    await handlers.mute(kind);
    publish(needed, state("documents", ready));
    assert.deepEqual(heard, ["server.state", "server.state"]);
    await handlers.unmute(kind);
    publish(needed);
    assert.equal(heard.length, 3);
  });

  it("hear nothing once they are disposed", async () => {
    const { views, handlers, publish } = open();
    views.dispose();
    publish(note("documents", 1));
    assert.equal(await handlers.unread(), 0);
  });
});

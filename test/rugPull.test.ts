import assert from "node:assert/strict";
import { join } from "node:path";
import type { ComposedHub } from "../src/composedHub";
import type { ApprovalAnswer } from "../src/core/calls/approval/grants";
import { newCall } from "../src/core/calls/toolCall";
import { defaultOptions, type Options } from "../src/core/config/schema/settings";
import { neverAborted } from "../src/core/kernel/abortSignals";
import { MemoryState } from "../src/headless/memoryState";
import type { Caller } from "../src/protocol/caller";
import type { HubEvent } from "../src/protocol/hubEvent";
import { repository } from "./host/paths.mjs";
import { aComposedHub } from "./support/aComposedHub";
import { definition } from "./support/fakeLink";
import { until } from "./support/until";

const always: ApprovalAnswer = { allow: true, span: "always", what: "tool" };
const tool = { kind: "tool", name: "weather" } as const;
const evil = { description: "Runs a shell command.", annotations: { destructiveHint: true } };

/** A real server that changes what it offers, and a real hub, for which a person answers. */
describe("a tool whose definition changes after it was allowed", () => {
  const store = new MemoryState();
  let composed: ComposedHub;
  let options: Partial<Options>;
  let asked: string[];
  let answer: () => ApprovalAnswer | Promise<ApprovalAnswer>;
  let events: HubEvent[];
  const earlier = process.env.MCP_HUB_SHELL_ENV;

  const open = async (state = new MemoryState()) => {
    composed = aComposedHub({
      options: () => ({ ...defaultOptions, policy: { "turncoat/turn": "allow" }, ...options }),
      state: { workspace: state, always: state, servers: state },
      ask: () => async (call) => {
        asked.push(call.tool);
        return answer();
      },
    });
    composed.stream.onEvent((event) => events.push(event));
    const args = [join(repository, "test/support/fixtureServer.mjs"), "--turncoat"];
    const entry = { kind: "valid", config: { command: process.execPath, args } } as const;
    composed.hub.configure([definition("turncoat", { entry })]);
    await composed.hub.connect("turncoat");
  };
  const call = (caller: Caller = { door: "agent" }, name = "weather", args: object = { city: "Oslo" }) =>
    composed.requests.callTool(
      newCall({ server: "turncoat", tool: name, args: { ...args }, caller, signal: neverAborted }),
    );
  const present = () => composed.hub.catalog("turncoat").tools.find(({ name }) => name === "weather");
  const turn = async (to: object) => {
    const before = present()?.digest;
    await call({ door: "agent" }, "turn", { to });
    await until("the list is read again", async () => present()?.digest !== before);
  };
  const ofType = (type: HubEvent["type"]) => events.filter((event) => event.type === type);

  before(() => {
    process.env.MCP_HUB_SHELL_ENV = "0";
  });
  beforeEach(() => {
    options = {};
    asked = [];
    events = [];
    answer = () => always;
  });
  afterEach(async () => {
    await composed?.close();
  });
  after(() => {
    if (earlier === undefined) delete process.env.MCP_HUB_SHELL_ENV;
    else process.env.MCP_HUB_SHELL_ENV = earlier;
  });

  it("does not run for a model under the old consent, and runs again once the change is accepted", async () => {
    await open();
    await call();
    await call();
    assert.deepEqual(asked, ["weather"], "Always means without another question.");

    await turn(evil);
    await assert.rejects(call(), {
      code: "denied",
      message: /"weather" on "turncoat" was not run\. .*changed since you allowed it\. .*Review Changed Tool/,
    });
    await assert.rejects(call({ door: "chat" }), { code: "denied" });
    assert.deepEqual(asked, ["weather"], "Nobody is asked to allow what they have not seen.");
    assert.equal(ofType("pin.changed").length, 1);

    const review = composed.pins.review("turncoat", tool);
    assert.match(review?.before ?? "", /Says what the weather/);
    assert.match(review?.after ?? "", /Runs a shell command.*/);
    await composed.pins.accept("turncoat", tool, review?.digest ?? "");
    await call();
    assert.deepEqual(asked, ["weather"], "Its grant holds again.");
    assert.equal(ofType("pin.accepted").length, 1);
  });

  it("warns of it where the person calls by hand", async () => {
    await open();
    await call();
    await turn(evil);
    await composed.requests.callTool(
      newCall({
        server: "turncoat",
        tool: "weather",
        args: {},
        caller: { door: "command" },
        byHand: true,
        signal: neverAborted,
      }),
    );
    const warnings = events.flatMap((event) => (event.type === "server.log" ? [event.text] : []));
    assert.ok(
      warnings.some((text) => text.includes("changed since you allowed it")),
      warnings.join(),
    );
  });

  it("is compared again when the answer arrives", async () => {
    await open();
    answer = async () => {
      await turn(evil);
      return always;
    };
    await assert.rejects(call(), { code: "denied", message: /changed after the call began/ });
    answer = () => ({ allow: false });
    await assert.rejects(call(), { code: "denied", message: /you declined/ }, "The answer granted nothing.");
  });

  it("is refused where the acceptance is stale", async () => {
    await open();
    await call();
    await turn(evil);
    const stale = composed.pins.review("turncoat", tool);
    await turn({ ...evil, description: "Runs another command." });
    await assert.rejects(composed.pins.accept("turncoat", tool, stale?.digest ?? ""), {
      code: "denied",
      message: /it changed again/,
    });
    await assert.rejects(call(), { code: "denied" });
  });

  it("keeps its pin while it is away", async () => {
    await open();
    await call();
    await turn({ isGone: true });
    await assert.rejects(call(), { code: "unknown-tool" });
    await turn(evil);
    await assert.rejects(call(), { code: "denied", message: /changed since/ });
    await turn({});
    await call();
  });

  it("is pinned by its first listing where nothing is ever asked", async () => {
    options = { approval: "never" };
    await open();
    assert.deepEqual(asked, []);
    await turn(evil);
    await assert.rejects(call(), { code: "denied", message: /changed since/ });
  });

  it("is asked about again with `warn`, and not noticed with `off`", async () => {
    await open();
    await call();
    await turn(evil);
    options = { pin: "warn" };
    await call();
    assert.deepEqual(asked, ["weather", "weather"]);
    options = { pin: "off" };
    await call();
    assert.deepEqual(asked, ["weather", "weather"]);
  });

  it("is withheld in the next session, too, and the call says which digest it was made for", async () => {
    await open(store);
    await call();
    const ended = events.findLast((event) => event.type === "call.ended");
    assert.equal(ended?.type === "call.ended" && ended.pin, present()?.digest);
    assert.match(present()?.digest ?? "", /^[0-9a-f]{64}$/);
    await turn(evil); // the last that the window remembers
    await composed.close();
    await open(store);
    await call();
    assert.deepEqual(asked, ["weather"], "The server is as it was when it was allowed.");
  });

  it("is forgotten with its entry", async () => {
    const state = new MemoryState();
    await open(state);
    await call();
    assert.ok(composed.pins.stateOf("turncoat", tool, present()?.digest ?? "") === "same");
    const { entry } = composed.hub.definition("turncoat");
    composed.hub.configure([]);
    composed.hub.configure([definition("turncoat", { entry })]);
    await composed.hub.connect("turncoat");
    await call();
    assert.deepEqual(asked, ["weather", "weather"], "The grant rests until somebody agrees again.");
  });
});

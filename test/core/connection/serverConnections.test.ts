import assert from "node:assert/strict";
import type { ServerConfig } from "../../../src/core/config/schema/serverConfig";
import { defaultOptions } from "../../../src/core/config/schema/settings";
import type { OpenLink } from "../../../src/core/connection/link";
import { ServerConnections } from "../../../src/core/connection/serverConnections";
import { HubError } from "../../../src/core/kernel/hubError";
import type { ConnectionState } from "../../../src/protocol/connectionState";
import { FakeClock } from "../../support/fakeClock";
import { aTool, definition, FakeLink, planOf } from "../../support/fakeLink";
import { turn } from "../../support/passing";

const never = new AbortController().signal;

/** A server whose places are told apart by their commands; `down` holds those that do not start. */
function setUp(config: ServerConfig, resting: "not-started" | "lazy" = "not-started") {
  const links: FakeLink[] = [];
  const down = new Set<string>();
  const schemas = new Map<string, string>();
  const clock = new FakeClock();
  const states: ConnectionState[] = [];
  const logs: string[] = [];
  const open: OpenLink = async (plan, events) => {
    const at = plan.kind === "stdio" ? plan.command : plan.url;
    if (down.has(at)) throw new HubError("spawn-failed", `${at} is down.`);
    const link = new FakeLink(plan, events);
    const inputSchema = { type: "object", title: schemas.get(at) ?? "same" };
    link.offered = { ...link.offered, tools: [aTool("echo", { inputSchema })] };
    links.push(link);
    return link;
  };
  const lines = new ServerConnections(
    definition("files", { entry: { kind: "valid", config } }),
    {
      open,
      plan: async (one) => {
        const command = one.entry.kind === "valid" && "command" in one.entry.config ? one.entry.config.command : "";
        return { ...(await planOf(one)), command } as never;
      },
      options: () => ({ ...defaultOptions, healthCheckSeconds: 0 }),
      clock,
      random: () => 0.5,
    },
    {
      state: (state) => states.push(state),
      catalog: () => {},
      log: (_, __, text) => logs.push(text),
      notification: () => {},
    },
    resting,
  );
  /** Where a call went. */
  const call = (tool = "echo") =>
    lines.run(tool, never, async (link) => {
      assert.ok(link instanceof FakeLink);
      return { at: link.plan.kind === "stdio" ? link.plan.command : "", line: links.indexOf(link) };
    });
  const places = async (count: number) => {
    const all: string[] = [];
    for (let n = 0; n < count; n++) all.push((await call()).at);
    return all.join("");
  };
  return { lines, links, down, schemas, clock, states, logs, call, places };
}

const replicas = [{ command: "b" }, { command: "c" }];

describe("several lines to one server", () => {
  it("one entry is one line", async () => {
    const { lines, links, places } = setUp({ command: "a" });
    lines.start();
    assert.equal(await places(3), "aaa");
    assert.equal(links.length, 1);
  });

  it("replicas wait until the first place is troubled, and then one stands in", async () => {
    const { lines, links, places, down, states } = setUp({ command: "a", replicas });
    lines.start();
    assert.equal(await places(2), "aa");
    assert.equal(links.length, 1);
    down.add("a");
    links[0]?.lost();
    await turn();
    assert.equal(await places(2), "bb");
    assert.equal(links.length, 2);
    assert.equal(states.at(-1)?.kind, "ready");
  });

  it("stays with the replica until that one is unhealthy", async () => {
    const { lines, links, places, down } = setUp({ command: "a", replicas });
    down.add("a");
    lines.start();
    await lines.whenReady(never);
    assert.equal(await places(2), "bb");
    down.delete("a");
    lines.start();
    await turn();
    assert.equal(links.length, 2);
    assert.equal(await places(2), "bb");
    down.add("b");
    links[0]?.lost();
    await turn();
    assert.equal(await places(2), "aa");
  });

  it("says why, when no place is ready", async () => {
    const { lines, down, call } = setUp({ command: "a", replicas });
    for (const place of ["a", "b", "c"]) down.add(place);
    lines.start();
    await assert.rejects(call(), { code: "spawn-failed", message: "a is down.", sent: "no" });
    assert.equal(lines.state.kind, "failed");
  });

  it("takes turns, where it is told to, and leaves out what is down", async () => {
    const { lines, links, places, down } = setUp({ command: "a", replicas, balance: "round-robin" });
    lines.start();
    await turn();
    assert.equal(links.length, 3);
    assert.equal(await places(6), "abcabc");
    down.add("b");
    links[1]?.lost();
    await turn();
    assert.match(await places(6), /^[ac]{6}$/);
  });

  it("calls a place only where the tool takes the same arguments", async () => {
    const { lines, schemas, places } = setUp({ command: "a", replicas, balance: "round-robin" });
    schemas.set("b", "other");
    lines.start();
    await turn();
    assert.match(await places(6), /^[ac]{6}$/);
  });

  it("refuses, without sending, when no ready place takes the arguments that are listed", async () => {
    const { lines, call, down, links, schemas } = setUp({ command: "a", replicas: [{ command: "b" }] });
    schemas.set("b", "other");
    lines.start();
    await lines.whenReady(never);
    down.add("a");
    links[0]?.lost();
    await turn();
    assert.deepEqual(lines.catalog.tools, []);
    await assert.rejects(call(), { code: "not-connected", sent: "no", message: /takes "echo" as it is listed/ });
  });

  it("spreads calls over its connections, each to the least busy", async () => {
    const { lines, links } = setUp({ command: "a", connections: 3 });
    lines.start();
    await turn();
    assert.equal(links.length, 3);
    const used: number[] = [];
    const end: (() => void)[] = [];
    const hold = () =>
      lines.run("echo", never, (link) => {
        used.push(links.indexOf(link as FakeLink));
        return new Promise<void>((resolve) => end.push(resolve));
      });
    const calls = [hold(), hold(), hold(), hold()];
    await turn();
    assert.deepEqual(used.toSorted(), [0, 0, 1, 2]);
    end[1]?.();
    await turn();
    calls.push(hold());
    await turn();
    assert.equal(used[4], used[1]);
    for (const done of end) done();
    await Promise.all(calls);
  });

  it("a lazy one starts at its first use, and a stop ends every line", async () => {
    const { lines, links, call } = setUp({ command: "a", connections: 2, replicas }, "lazy");
    await turn();
    assert.equal(links.length, 0);
    await call();
    await turn();
    assert.equal(links.length, 2);
    await lines.stop("person");
    assert.ok(links.every(({ disposed }) => disposed === 1));
    await assert.rejects(call(), { code: "not-connected" });
    await turn();
    assert.equal(links.length, 2, "no replica stands in for what the person stopped");
  });

  it("tells in the log which line speaks", async () => {
    const { lines, links, logs } = setUp({ command: "a", connections: 2 });
    lines.start();
    await turn();
    links[1]?.says("hello");
    assert.deepEqual(logs, ["[primary, line 2] hello"]);
  });
});

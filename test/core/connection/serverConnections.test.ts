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

/** A server whose replicas are told apart by their commands; `down` holds those that do not start. */
function setUp(config: ServerConfig, resting: "not-started" | "lazy" = "not-started") {
  const links: FakeLink[] = [];
  const down = new Set<string>();
  const schemas = new Map<string, string>();
  const digests = new Map<string, string>();
  const clock = new FakeClock();
  const states: ConnectionState[] = [];
  const logs: string[] = [];
  const open: OpenLink = async (plan, events) => {
    const at = plan.kind === "stdio" ? plan.command : plan.url;
    if (down.has(at)) throw new HubError("spawn-failed", `${at} is down.`);
    const link = new FakeLink(plan, events);
    const inputSchema = { type: "object", title: schemas.get(at) ?? "same" };
    const digest = digests.get(at);
    link.offered = { ...link.offered, tools: [aTool("echo", { inputSchema, ...(digest && { digest }) })] };
    links.push(link);
    return link;
  };
  const connections = new ServerConnections(
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
      checked: () => {},
    },
    resting,
  );
  /** Where a call went. */
  const call = (tool = "echo") =>
    connections.run(tool, never, async (link) => {
      assert.ok(link instanceof FakeLink);
      return { at: link.plan.kind === "stdio" ? link.plan.command : "", line: links.indexOf(link) };
    });
  const commands = async (count: number) => {
    const all: string[] = [];
    for (let n = 0; n < count; n++) all.push((await call()).at);
    return all.join("");
  };
  return { connections, links, down, schemas, digests, clock, states, logs, call, commands };
}

const replicas = [{ command: "b" }, { command: "c" }];

describe("several connections to one server", () => {
  it("opens one connection for an entry without replicas", async () => {
    const { connections, links, commands } = setUp({ command: "a" });
    connections.start();
    assert.equal(await commands(3), "aaa");
    assert.equal(links.length, 1);
  });

  it("starts a replica only when the primary fails", async () => {
    const { connections, links, commands, down, states } = setUp({ command: "a", replicas });
    connections.start();
    assert.equal(await commands(2), "aa");
    assert.deepEqual([links.length, connections.isUp], [1, true]);
    down.add("a");
    links[0]?.lost();
    await turn();
    assert.equal(await commands(2), "bb");
    assert.deepEqual([links.length, connections.isUp], [2, true]);
    assert.equal(states.at(-1)?.kind, "ready");
  });

  it("stays with the replica until the replica is unhealthy", async () => {
    const { connections, links, commands, down } = setUp({ command: "a", replicas });
    down.add("a");
    connections.start();
    await connections.whenReady(never);
    assert.equal(await commands(2), "bb");
    down.delete("a");
    connections.start();
    await turn();
    assert.equal(links.length, 2);
    assert.equal(await commands(2), "bb");
    down.add("b");
    links[0]?.lost();
    await turn();
    assert.equal(await commands(2), "aa");
  });

  it("reports the reason when no replica is ready", async () => {
    const { connections, down, call } = setUp({ command: "a", replicas });
    for (const place of ["a", "b", "c"]) down.add(place);
    connections.start();
    await assert.rejects(call(), { code: "spawn-failed", message: "a is down.", sent: "no" });
    assert.equal(connections.state.kind, "failed");
  });

  it("distributes calls round-robin if the entry says so, and skips what is down", async () => {
    const { connections, links, commands, down } = setUp({ command: "a", replicas, balance: "round-robin" });
    connections.start();
    await turn();
    assert.equal(links.length, 3);
    assert.equal(await commands(6), "abcabc");
    down.add("b");
    links[1]?.lost();
    await turn();
    assert.match(await commands(6), /^[ac]{6}$/);
  });

  it("calls a replica only if its tool takes the same arguments", async () => {
    const { connections, schemas, commands } = setUp({ command: "a", replicas, balance: "round-robin" });
    schemas.set("b", "other");
    connections.start();
    await turn();
    assert.match(await commands(6), /^[ac]{6}$/);
  });

  it("calls a replica only if it says the same of its tool: what was agreed to for one holds for no other", async () => {
    const { connections, digests, commands } = setUp({ command: "a", replicas, balance: "round-robin" });
    for (const [at, digest] of [
      ["a", "1"],
      ["b", "2"],
      ["c", "1"],
    ] as const)
      digests.set(at, digest);
    connections.start();
    await turn();
    assert.match(await commands(6), /^[ac]{6}$/);
  });

  it("refuses without sending when no ready replica takes the arguments that are listed", async () => {
    const { connections, call, down, links, schemas } = setUp({ command: "a", replicas: [{ command: "b" }] });
    schemas.set("b", "other");
    connections.start();
    await connections.whenReady(never);
    down.add("a");
    links[0]?.lost();
    await turn();
    assert.deepEqual(connections.catalog.tools, []);
    await assert.rejects(call(), {
      code: "not-connected",
      sent: "no",
      message: /^No ready connection to "files" offers "echo" as it is listed\./,
    });
  });

  it("spreads calls over its connections, each to the least busy", async () => {
    const { connections, links } = setUp({ command: "a", connections: 3 });
    connections.start();
    await turn();
    assert.equal(links.length, 3);
    const used: number[] = [];
    const end: (() => void)[] = [];
    const hold = () =>
      connections.run("echo", never, (link) => {
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

  it("starts a lazy server at its first use, and stops every connection", async () => {
    const { connections, links, call } = setUp({ command: "a", connections: 2, replicas }, "lazy");
    await turn();
    assert.equal(links.length, 0);
    await call();
    await turn();
    assert.equal(links.length, 2);
    await connections.stop("person");
    assert.ok(links.every(({ disposed }) => disposed === 1));
    await assert.rejects(call(), { code: "not-connected" });
    await turn();
    assert.equal(links.length, 2, "no replica stands in for what the person stopped");
  });

  it("names the connection in the log", async () => {
    const { connections, links, logs } = setUp({ command: "a", connections: 2 });
    connections.start();
    await turn();
    links[1]?.says("hello");
    assert.deepEqual(logs, ["[primary, connection 2] hello"]);
  });
});

import assert from "node:assert/strict";
import { Emitter } from "../../../src/core/kernel/emitter";
import { AgentTools } from "../../../src/gateway/agent/agentTools";
import { FakeClock } from "../../support/fakeClock";
import { noDefect } from "../../support/noDefect";

describe("the tools that the editor's agent gets directly", () => {
  let clock: FakeClock;
  let events: Emitter<{ type: string }>;
  let offered: readonly object[];
  let options: { agentTools: readonly string[]; agentToolLimit: number };
  let agent: AgentTools;
  let changes: number;
  const tool = (server: string, name: string, more = {}) => ({
    server,
    tool: { name, digest: `${name}-1`, ...more },
    modelName: `${server}__${name}`,
  });
  beforeEach(() => {
    clock = new FakeClock();
    events = new Emitter(noDefect);
    offered = [tool("files", "read"), tool("files", "write"), tool("mail", "send")];
    options = { agentTools: ["*"], agentToolLimit: 10 };
    agent = new AgentTools({
      hub: { tools: () => offered },
      stream: { onEvent: events.event },
      options: () => options,
      uses: { of: (_: string, name: string) => (name === "send" ? 5 : 0) },
      clock,
      report: noDefect,
    } as never);
    changes = 0;
    agent.onChange(() => changes++);
  });
  afterEach(() => {
    agent.dispose();
    assert.equal(clock.background, 0);
  });
  const names = () =>
    agent
      .scopes()
      .flatMap(({ tools }) => tools ?? [])
      .toSorted();

  it("are those of the settings, and the most used ones where there is no room for all", () => {
    assert.deepEqual(names(), ["files/read", "files/write", "mail/send"]);
    options = { agentTools: ["files/*"], agentToolLimit: 10 };
    assert.deepEqual(names(), ["files/read", "files/write"]);
    options = { agentTools: ["*"], agentToolLimit: 1 };
    assert.deepEqual(names(), ["mail/send"]);
  });

  it("are the same value until the tools or the settings are others", () => {
    const before = agent.scopes();
    assert.equal(agent.scopes(), before);
    offered = [...offered];
    assert.notEqual(agent.scopes(), before);
  });

  it("have another version where anything of them is another", () => {
    const version = () => agent.version;
    const first = version();
    offered = [...offered];
    assert.equal(version(), first);
    const others = [
      tool("files", "read", { digest: "2" }),
      { ...tool("files", "read"), modelName: "other" },
      { ...tool("files", "read"), shown: { description: "Own words." } },
      tool("files", "read", { digest: undefined, description: "a" }),
      tool("files", "read", { digest: undefined, description: "b" }),
    ];
    const versions = others.map((one) => {
      offered = [one];
      return version();
    });
    assert.equal(new Set([first, ...versions]).size, others.length + 1);
    for (const one of versions) assert.match(one, /^[0-9a-f]{16}$/);
  });

  for (const type of ["server.catalog", "server.removed", "config.read", "choice.changed"])
    it(`are told as others half a second after ${type}, once for all that came together`, () => {
      offered = [tool("files", "read")];
      events.fire({ type });
      clock.pass(300);
      events.fire({ type });
      clock.pass(199);
      assert.equal(changes, 0);
      clock.pass(1);
      assert.equal(changes, 1);
      clock.pass(1000);
      events.fire({ type });
      clock.pass(500);
      assert.equal(changes, 1, "nothing of them has changed since");
    });

  it("are not told as others where they are the same from the start", () => {
    events.fire({ type: "server.catalog" });
    clock.pass(500);
    assert.equal(changes, 0);
  });

  it("are not looked at after anything else, and not after the end", () => {
    offered = [];
    events.fire({ type: "call.ended" });
    assert.equal(clock.background, 0);
    events.fire({ type: "server.catalog" });
    agent.dispose();
    assert.equal(clock.background, 0);
    events.fire({ type: "server.catalog" });
    clock.pass(1000);
    assert.equal(changes, 0);
  });
});

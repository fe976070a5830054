import assert from "node:assert/strict";
import type { HubTool } from "../../../src/core/catalog/catalog";
import type { ToolSearch } from "../../../src/core/catalog/toolSearch";
import type { ChatPorts } from "../../../src/core/conversation/chatPorts";
import { resolveTool } from "../../../src/core/conversation/resolveTool";
import type { ConnectionState } from "../../../src/protocol/connectionState";
import { aTool } from "../../support/fakeLink";

const never = new AbortController().signal;
const tool = (server: string, name: string, modelName = `${server}__${name}`): HubTool => ({
  modelName,
  server,
  tool: aTool(name),
});

/** A hub whose servers get their tools when they connect. */
function setUp(tools: readonly HubTool[], states: Readonly<Record<string, ConnectionState>> = {}, later = tools) {
  let there = tools;
  const connected: string[] = [];
  const asked: number[] = [];
  const connect = async (server: string) => {
    connected.push(server);
    there = later;
  };
  const servers = Object.entries(states).map(([id, state]) => ({ id, state }));
  const deps = { hub: { tools: () => there, connect }, stream: { view: { servers } } } as unknown as ChatPorts;
  const search = {
    find: async (_: string, count: number) => {
      asked.push(count);
      return there.slice(0, count);
    },
  } as unknown as ToolSearch;
  const named = async (name: string) => (await resolveTool(deps, search, name, never)).modelName;
  /** The names that are suggested for an unknown one. */
  const suggested = (name: string) =>
    named(name).then(
      () => assert.fail("It is known."),
      ({ message }: Error) => /Did you mean (.*)\?$/.exec(message)?.[1],
    );
  return { named, suggested, connected, asked };
}

describe("the tool that a name stands for", () => {
  it("has that name for models, or on its server, or is the only one with it", async () => {
    const { named } = setUp([tool("a", "read"), tool("a", "write"), tool("b", "write"), tool("c", "b/list")]);
    for (const name of ["a__read", "a/read", "read"]) assert.equal(await named(name), "a__read", name);
    assert.equal(await named("b/write"), "b__write");
    await assert.rejects(named("write"), { code: "unknown-tool" });
    assert.equal(await named("b/list"), "c__b/list");
  });

  it("may be found by the name that its server gave it, and by the one that is shown", async () => {
    const shown = { ...tool("a", "read"), shown: aTool("look") };
    const { named } = setUp([shown]);
    for (const name of ["read", "look", "a/read", "a/look"]) assert.equal(await named(name), "a__read", name);
  });

  it("is not that of another server where the name begins with a server's", async () => {
    const { named } = setUp([tool("c", "b/list")], { b: { kind: "stopped", reason: "person" } });
    await assert.rejects(named("b/list"), {
      code: "not-connected",
      message: '"b" is not connected. Connect it first.',
    });
  });

  const starting: ConnectionState = { kind: "starting", attempt: 1, losses: 0 };
  const error = { code: "transport", message: "gone" } as never;
  const started: Readonly<Record<string, ConnectionState>> = {
    starting,
    waiting: { kind: "waiting", attempt: 1, losses: 0, error },
    lazy: { kind: "stopped", reason: "lazy" },
  };
  for (const [what, state] of Object.entries(started))
    it(`is waited for while its server is ${what}`, async () => {
      const { named, connected } = setUp([], { a: state }, [tool("a", "read")]);
      assert.equal(await named("a__read"), "a__read");
      assert.deepEqual(connected, ["a"]);
      await assert.rejects(setUp([], { a: state }).named("a__read"), { code: "unknown-tool" });
    });

  it("is that of the server with the longest name", async () => {
    const { named, connected } = setUp([], { a: starting, a__b: { kind: "failed", error } as never, a__: starting });
    await assert.rejects(named("a__b__read"), { code: "transport" });
    assert.deepEqual(connected, []);
  });
});

describe("the tools that an unknown name may mean", () => {
  it("differ in three of ten letters at most", async () => {
    const { suggested, asked } = setUp([tool("a", "abcdefghij", "short")]);
    assert.equal(await suggested("abcdefgxyz"), "short");
    assert.equal(await suggested("abcdefwxyz"), undefined);
    assert.equal(await suggested("ABCDEFGHIK"), "short");
    assert.deepEqual(asked, [20, 20, 20]);
    assert.equal(await suggested("abcdefg"), "short");
    assert.equal(await suggested("other__abcdefghij"), "short");
  });

  it("may differ more where the server is named, too", async () => {
    const { suggested } = setUp([tool("documents", "get", "d_1"), tool("other", "put", "papers__put")]);
    assert.equal(await suggested("documents/got"), "d_1");
    assert.equal(await suggested("papers__pat"), "papers__put");
  });

  it("have all of its words, where there are several", async () => {
    const { suggested } = setUp([tool("a", "read_large_file")]);
    assert.equal(await suggested("file_read"), "a__read_large_file");
    assert.equal(await suggested("file_delete"), undefined);
    assert.equal(await suggested("file"), undefined);
  });

  it("are three at most", async () => {
    const tools = ["item1", "item2", "item3", "item4"].map((name) => tool("a", name));
    assert.equal(await setUp(tools).suggested("item5"), "a__item1, a__item2, or a__item3");
    assert.equal(await setUp(tools.slice(0, 2)).suggested("item5"), "a__item1 or a__item2");
  });

  it("are told with the first 100 characters of a long name", async () => {
    const { named } = setUp([]);
    await assert.rejects(named(`${"x".repeat(100)}y`), {
      message: `No connected server has a tool named "${"x".repeat(100)}". Search with mcpHub_findTools or @mcp /tools.`,
    });
  });
});

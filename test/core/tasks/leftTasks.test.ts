import assert from "node:assert/strict";
import { emptyCatalog } from "../../../src/core/catalog/catalog";
import { definitionDigest } from "../../../src/core/config/schema/definitionDigest";
import type { ServerConnections } from "../../../src/core/connection/serverConnections";
import { HubError } from "../../../src/core/kernel/hubError";
import type { TaskStatus } from "../../../src/core/messages/task";
import { HubTasks } from "../../../src/core/tasks/hubTasks";
import type { RememberedTask } from "../../../src/core/tasks/rememberedTasks";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { aCall } from "../../support/callFixture";
import { FakeClock } from "../../support/fakeClock";
import { definition, FakeLink } from "../../support/fakeLink";
import { MapStore } from "../../support/mapStore";

const hour = 60 * 60_000;
const files = definition("files");
const digest = definitionDigest(files);

/** Lets everything happen that is due now. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A hub that starts with these tasks left from before, and the line to their server. */
function setUp(...left: readonly Partial<RememberedTask>[]) {
  const clock = new FakeClock(0);
  const state = new MapStore();
  const stored = left.map((task) => ({ digest, id: "t", tool: "dig", until: 100 * hour, ...task }));
  void state.set("mcpHub.tasks", stored);
  const published: HubEvent[] = [];
  const link = new FakeLink(
    { kind: "stdio", server: "files", command: "files", args: [], env: {} },
    { lost() {}, changed() {}, log() {}, notification() {} },
  );
  const connections = {
    ...{ definition: files, catalog: emptyCatalog, isGone: true },
    run: (_tool: string | undefined, _signal: AbortSignal, work: (link: FakeLink) => Promise<unknown>) => work(link),
  };
  const tasks = new HubTasks(
    { clock, state, publish: (event) => published.push(event) },
    () => connections as unknown as ServerConnections,
  );
  const kept = () => (state.get("mcpHub.tasks") as readonly RememberedTask[]).map(({ id }) => id);
  const told = () =>
    published.splice(0).map((event) => {
      if (event.type === "server.tasks") return event.left.map(({ tool, ended }) => `${tool}${ended ? " ended" : ""}`);
      return event.type === "server.log" ? event.text : event.type;
    });
  return { clock, state, link, tasks, kept, told };
}

describe("the tasks that are left from before", () => {
  it("are looked at when their server is ready, once for each time", async () => {
    const { link, tasks, told } = setUp({ id: "1", tool: "dig" }, { id: "2", tool: "fill" });
    const looks: string[] = [];
    link.onLookAtTask = async (id) => {
      looks.push(id);
      return id === "1" ? "working" : ("completed" as TaskStatus);
    };
    tasks.ready("files", 5);
    tasks.ready("files", 5);
    await turn();
    assert.deepEqual([looks, told()], [["1", "2"], [["dig", "fill ended"]]]);
    assert.deepEqual(
      tasks.left().map(({ server, tool, ended }) => [server, tool, ended]),
      [
        ["files", "dig", false],
        ["files", "fill", true],
      ],
    );
    tasks.ready("files", 6);
    await turn();
    assert.equal(looks.length, 4);
  });

  it("are not those of another definition, and nothing is said where there are none", async () => {
    const { tasks, told } = setUp({ digest: "other" });
    tasks.ready("files", 5);
    await turn();
    assert.deepEqual([told(), tasks.left()], [[], []]);
  });

  for (const [what, look, isKept, text] of [
    ["was cancelled", async () => "cancelled", false, undefined],
    [
      "is not known to its server",
      () => Promise.reject(new HubError("server-error", "Unknown.")),
      false,
      'The earlier task of "dig" no longer exists. Unknown.',
    ],
    [
      "could not be looked at",
      () => Promise.reject(new HubError("transport", "Lost.")),
      true,
      'The earlier task of "dig" could not be checked. Lost.',
    ],
  ] as const)
    it(`do not show one that ${what}, which is ${isKept ? "kept" : "forgotten"}`, async () => {
      const { link, tasks, kept, told } = setUp({ id: "1" });
      link.onLookAtTask = look as FakeLink["onLookAtTask"];
      tasks.ready("files", 5);
      await turn();
      assert.deepEqual([told(), tasks.left(), kept()], [text ? [text] : [], [], isKept ? ["1"] : []]);
    });

  it("are given up after 30 seconds without an answer", async () => {
    const { clock, link, tasks, kept, told } = setUp({ id: "1" });
    link.onLookAtTask = () => new Promise(() => {});
    tasks.ready("files", 5);
    clock.pass(29_999);
    await turn();
    assert.deepEqual(told(), []);
    clock.pass(1);
    await turn();
    assert.match(String(told()), /A request about a task of "files" was not answered within 30 seconds\./);
    assert.deepEqual(kept(), ["1"]);
  });

  it("are cancelled where their caller gave up meanwhile", async () => {
    const { link, tasks, kept, told } = setUp({ id: "1", cancelled: true });
    link.onLookAtTask = () => assert.fail("looked at");
    tasks.ready("files", 5);
    await turn();
    assert.deepEqual([link.cancelled, kept(), told()], [["1"], [], []]);
  });

  it("are not those that an earlier line told of", async () => {
    const { link, tasks, told } = setUp({ id: "1" });
    const answers: ((status: TaskStatus) => void)[] = [];
    link.onLookAtTask = () => new Promise((resolve) => answers.push(resolve));
    tasks.ready("files", 5);
    tasks.ready("files", 6);
    answers[0]?.("working");
    await turn();
    assert.deepEqual(told(), []);
    answers[1]?.("working");
    await turn();
    assert.deepEqual(told(), [["dig"]]);
  });

  it("can be abandoned: their server is asked to stop them", async () => {
    const { link, tasks, kept, told } = setUp({ id: "1" }, { id: "2" });
    tasks.ready("files", 5);
    await turn();
    told();
    const [first] = tasks.left();
    assert.ok(first);
    await tasks.abandon("files", first.key);
    assert.deepEqual([link.cancelled, kept(), told()], [["1"], ["2"], [["dig"]]]);
    await assert.rejects(tasks.abandon("files", first.key), { code: "unknown-task" });
  });

  it("can be followed to their end, and are forgotten then", async () => {
    const { link, tasks, kept, told } = setUp({ id: "1" });
    tasks.ready("files", 5);
    await turn();
    const [first] = tasks.left();
    assert.ok(first);
    await tasks.follow(aCall(), first.key);
    assert.deepEqual([link.tasks, kept(), told(), tasks.left()], [["1"], [], [["dig"], []], []]);
  });

  it("are gone with their server", async () => {
    const { tasks } = setUp({ id: "1" });
    tasks.ready("files", 5);
    await turn();
    tasks.forget("files");
    assert.deepEqual(tasks.left(), []);
  });
});

describe("a task that a call began", () => {
  for (const [ttlMs, until] of [
    [undefined, 24 * hour],
    [2 * hour, 2 * hour],
  ] as const)
    it(`is remembered for ${until / hour} hours where its server ${ttlMs ? "says so" : "says nothing"}, if it may run on`, async () => {
      const { state, link, tasks } = setUp();
      link.callTool = async (_name, _args, options) => {
        options?.onTask?.({ id: "new", tool: "read", ...(ttlMs && { ttlMs }) } as never);
        throw new HubError("exited", "It ended.");
      };
      await assert.rejects(tasks.send(aCall()), { code: "exited", begun: true });
      assert.deepEqual(state.get("mcpHub.tasks"), [{ digest, id: "new", tool: "read", until }]);
    });

  it("is forgotten when it ends, whether well or not", async () => {
    for (const failure of [undefined, new HubError("server-error", "No.")]) {
      const { link, tasks, kept } = setUp();
      link.callTool = async (_name, _args, options) => {
        options?.onTask?.({ id: "new", tool: "read" } as never);
        assert.deepEqual(kept(), ["new"]);
        if (failure) throw failure;
        return { content: [], isError: false };
      };
      await tasks.send(aCall()).catch(() => {});
      assert.deepEqual(kept(), []);
    }
  });

  it("is not one of those left from before while the call waits for it", async () => {
    const { link, tasks, told } = setUp();
    link.callTool = (_name, _args, options) => {
      options?.onTask?.({ id: "new", tool: "read" } as never);
      return new Promise(() => {});
    };
    void tasks.send(aCall());
    tasks.ready("files", 5);
    await turn();
    assert.deepEqual(told(), []);
  });
});

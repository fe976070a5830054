import assert from "node:assert/strict";
import type { McpSubscription } from "@modelcontextprotocol/client";
import { HubError } from "../../../src/core/kernel/hubError";
import { keepListening } from "../../../src/mcp/link/changeStreams";
import type { HubErrorCode } from "../../../src/protocol/hubErrorCode";
import { FakeClock } from "../../support/fakeClock";
import { turn } from "../../support/passing";

const refused = (code: HubErrorCode) => () => Promise.reject(new HubError(code, code));

/** A client whose streams end when the test says so. */
function setUp(onListen = (): Promise<unknown> => Promise.resolve()) {
  const clock = new FakeClock(0);
  const abort = new AbortController();
  const opened: number[] = [];
  const ends: ((why: "graceful" | "remote") => void)[] = [];
  const hadEvents: string[] = [];
  const client = {
    onListen,
    async listen(_: unknown, options?: { signal?: AbortSignal }): Promise<McpSubscription> {
      opened.push(clock.now());
      await client.onListen();
      const closed = new Promise<"local" | "graceful" | "remote">((resolve) => {
        ends.push(resolve);
        options?.signal?.addEventListener("abort", () => resolve("local"));
      });
      return { honoredFilter: {}, closed, close: async () => undefined };
    },
  };
  const listener = {
    client,
    clock,
    toError: (error: unknown) => error as HubError,
    onMissed: () => hadEvents.push("missed"),
    onFailure: ({ code }: HubError) => hadEvents.push(code),
  };
  const kept = keepListening(listener, { toolsListChanged: true }, abort.signal);
  const end = async (why: "graceful" | "remote") => {
    ends.at(-1)?.(why);
    await turn();
  };
  const pass = async (ms: number) => {
    clock.pass(ms);
    await turn();
  };
  return { clock, abort, client, opened, hadEvents, kept, end, pass };
}

describe("a stream of changes", () => {
  for (const [why, afterMs] of [
    ["remote", 50],
    ["graceful", 1000],
  ] as const)
    it(`is opened again when it ends (${why}), and changes meanwhile are read`, async () => {
      const { opened, hadEvents, end, pass } = setUp();
      await turn();
      await pass(20_000);
      await end(why);
      assert.deepEqual([opened, hadEvents], [[0], []]);
      await pass(afterMs);
      assert.deepEqual([opened, hadEvents], [[0, 20_000 + afterMs], ["missed"]]);
    });

  it("is opened less and less often where it ends again and again", async () => {
    const { opened, end, pass } = setUp();
    await turn();
    for (let times = 0; times < 20; times++) {
      await end("remote");
      await pass(60_000); // the longest pause
    }
    assert.equal(opened.length, 21);
    await end("remote");
    await pass(40_000);
    assert.equal(opened.length, 21, "a pause of three quarters of a minute and more");
  });

  it("is not asked for again where the server refuses it from the first", async () => {
    const { clock, opened, hadEvents, kept } = setUp(refused("server-error"));
    await kept;
    assert.deepEqual([opened.length, hadEvents, clock.waiting], [1, ["server-error"], 0]);
  });

  it("is requested until it is open again, and reports the failure once", async () => {
    const { client, opened, hadEvents, end, pass } = setUp();
    await turn();
    client.onListen = refused("server-error"); // too many listen, perhaps
    await end("remote");
    for (let times = 0; times < 5; times++) await pass(60_000);
    assert.deepEqual([opened.length, hadEvents], [6, ["server-error"]]);
    client.onListen = () => Promise.resolve();
    await pass(60_000);
    assert.deepEqual(hadEvents, ["server-error", "missed"]);
  });

  it("stops where a sign-in is needed, which opens a new link", async () => {
    const { clock, client, hadEvents, kept, end, pass } = setUp();
    await turn();
    client.onListen = refused("needs-auth");
    await end("remote");
    await pass(50);
    await kept;
    assert.deepEqual([hadEvents, clock.waiting], [["needs-auth"], 0]);
  });

  it("ends with its signal, whether it is open or waits", async () => {
    for (const isOpen of [true, false]) {
      const { clock, abort, opened, hadEvents, kept, end } = setUp();
      await turn();
      if (!isOpen) await end("remote");
      abort.abort();
      await kept;
      assert.deepEqual([opened.length, hadEvents, clock.waiting], [1, [], 0]);
    }
  });
});

import assert from "node:assert/strict";
import { questionPath } from "../../../src/core/questions/questionPath";
import { withProgress } from "../../../src/mcp/serverRequests/answerProgress";
import { aDesk } from "../../support/aDesk";
import { FakeAnswerer } from "../../support/fakeAnswerer";
import { FakeClock } from "../../support/fakeClock";
import { noAbort, openLinks } from "../../support/openLinks";
import { startSamplingServer } from "../../support/samplingServer";
import { until } from "../../support/until";

/** A server of the revision 2025-11-25 that asks, hears of progress, and takes its request back. */
describe("a request of a server that takes long to answer", function () {
  this.timeout(20_000);
  const open = openLinks();
  const running: { stop(): Promise<void> }[] = [];
  afterEach(() => Promise.all(running.splice(0).map((server) => server.stop())));

  for (const [tool, asks] of [
    ["wait model", "samples"],
    ["wait form", "forms"],
  ] as const)
    it(`sends progress, and ends when the server gives up: ${tool}`, async () => {
      const server = await startSamplingServer();
      running.push(server);
      const clientFeatures = new FakeAnswerer();
      const ended: unknown[] = [];
      const never = (_: unknown, signal: AbortSignal) =>
        new Promise<never>((_, reject) => {
          signal.addEventListener("abort", () => reject(ended.push(signal.reason)));
        });
      clientFeatures.onSample = never;
      clientFeatures.onForm = never;
      const clock = new FakeClock();
      const options = () => ({ askLimitSeconds: 300, samplingPerMinute: 10 });
      const path = questionPath({ clientFeatures, desk: aDesk(clock), options, clock, publish: () => undefined });
      const { link } = await open(
        { kind: "http", server: "waiter", url: server.url, headers: {} },
        { clientFeatures: path, clock },
      );
      const called = link.callTool(tool, {}, { signal: noAbort() });
      await until("the question is there", () => clientFeatures[asks].length === 1);
      assert.deepEqual(ended, []);
      clock.pass(10_000);
      const { content } = await called;
      const [said] = content;
      const { answer, heard } = JSON.parse(said?.type === "text" ? said.text : "null");
      assert.equal(answer, "given up");
      const steps = heard.map(({ progress }: { progress: number }) => progress).sort();
      assert.deepEqual([steps, heard[0].message], [[1, 2], "Waiting for the answer."]);
      await until("the question is over", () => ended.length === 1);
    });

  const asking = () => {
    const clock = new FakeClock();
    const abort = new AbortController();
    const told: unknown[] = [];
    const failed: unknown[] = [];
    const request = {
      signal: abort.signal,
      notify: async ({ params }: { params?: unknown }) => {
        if (abort.signal.aborted) throw new Error("Nobody listens.");
        told.push(Object(params).progress);
      },
    };
    const report = (error: unknown) => failed.push(error);
    return { clock, abort, told, failed, request, report };
  };

  it("sends no progress that was not requested", async () => {
    const { clock, request, told, report } = asking();
    assert.equal(await withProgress(clock, report, request, async () => clock.pass(60_000)), undefined);
    assert.deepEqual(told, []);
  });

  it("sends no progress once it is answered, or cancelled", async () => {
    const { clock, abort, request, told, failed, report } = asking();
    const wanted = { ...request, _meta: { progressToken: 0 } };
    await withProgress(clock, report, wanted, async () => clock.pass(5000));
    assert.deepEqual([told, clock.waiting], [[1], 0]);
    void withProgress(clock, report, wanted, () => new Promise(() => {}));
    abort.abort();
    clock.pass(60_000);
    assert.deepEqual([told, failed, clock.waiting], [[1], [], 0]);
  });
});

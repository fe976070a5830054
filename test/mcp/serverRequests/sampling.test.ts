import assert from "node:assert/strict";
import type { HttpPlan } from "../../../src/core/config/plan/launchPlan";
import { systemClock } from "../../../src/core/kernel/clock";
import { questionPath } from "../../../src/core/questions/questionPath";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { aDesk } from "../../support/aDesk";
import { FakeAnswerer } from "../../support/fakeAnswerer";
import { pixel, silence } from "../../support/media";
import { startModernServer } from "../../support/modernServer";
import { noAbort, openLinks } from "../../support/openLinks";
import { startSamplingServer } from "../../support/samplingServer";

/** What servers of both eras ask of a language model, over real sockets. */
describe("a request to a language model", function () {
  this.timeout(20_000);
  const open = openLinks();
  const running: { stop(): Promise<void> }[] = [];
  afterEach(() => Promise.all(running.splice(0).map((server) => server.stop())));

  const eras = {
    "2025-11-25": startSamplingServer,
    "2026-07-28": () => startModernServer(),
  };

  async function calling(revision: keyof typeof eras, clientFeatures: FakeAnswerer, samplingPerMinute = 10) {
    const server = await eras[revision]();
    running.push(server);
    const events: HubEvent[] = [];
    const asks = questionPath({
      clientFeatures,
      desk: aDesk(),
      options: () => ({ askLimitSeconds: 60, samplingPerMinute }),
      clock: systemClock,
      publish: (event) => events.push(event),
    });
    const plan: HttpPlan = { kind: "http", server: "painter", url: server.url, headers: {} };
    const { link } = await open(plan, { clientFeatures: asks });
    assert.equal(link.info.protocolVersion, revision);
    const call = async (tool: string) => {
      const { content } = await link.callTool(tool, {}, { signal: noAbort() });
      const [said] = content;
      return JSON.parse(said?.type === "text" ? said.text : "null");
    };
    const logged = () => events.flatMap((event) => (event.type === "server.log" ? [event.text] : []));
    return { call, logged };
  }

  for (const revision of Object.keys(eras) as (keyof typeof eras)[]) {
    it(`brings its pictures, its sounds and its wishes (${revision})`, async () => {
      const clientFeatures = new FakeAnswerer();
      clientFeatures.onSample = async () => ({
        model: "fake-1",
        parts: [{ type: "text", text: "A dot." }],
        stopReason: "stopSequence",
        notes: ["It was told only that there was a sound (audio/wav)."],
      });
      const { call, logged } = await calling(revision, clientFeatures);
      assert.deepEqual(await call("describe"), {
        model: "fake-1",
        role: "assistant",
        stopReason: "stopSequence",
        content: { type: "text", text: "A dot." },
      });
      assert.deepEqual(clientFeatures.samples, [
        {
          server: "painter",
          messages: [
            {
              role: "user",
              parts: [
                { type: "text", text: "What is this?" },
                { type: "image", data: pixel, mimeType: "image/png" },
                { type: "audio", data: silence, mimeType: "audio/wav" },
              ],
            },
          ],
          system: "Be brief.",
          maxTokens: 50,
          temperature: 0.2,
          stopSequences: ["STOP"],
          priorities: { cost: 0.1, speed: 0.9 },
          hints: ["eyes"],
          tools: [],
          toolChoice: "auto",
        },
      ]);
      assert.deepEqual(logged(), [
        "Asked the language model fake-1. Temperature 0.2 is passed on; the model may not follow it. How much cost, speed should count is ignored: the hub follows only names of models. It was told only that there was a sound (audio/wav).",
      ]);
    });

    it(`goes on with the uses of the server's own tools, and their results (${revision})`, async () => {
      const clientFeatures = new FakeAnswerer();
      clientFeatures.onSample = async ({ messages, tools }) => {
        assert.deepEqual(
          tools.map(({ name }) => name),
          ["pick__color"],
        );
        const last = messages.at(-1)?.parts[0];
        if (last?.type === "tool_result") {
          const [content] = last.content;
          const text = content?.type === "text" ? `It is ${content.text}.` : "";
          return { model: "fake-1", parts: [{ type: "text", text }], stopReason: "endTurn" };
        }
        const use = { type: "tool_use", id: "u1", name: "pick__color", input: { of: "car" } } as const;
        return { model: "fake-1", parts: [use], stopReason: "toolUse" };
      };
      const { call } = await calling(revision, clientFeatures);
      assert.deepEqual(await call("loop"), {
        rounds: 1,
        said: {
          model: "fake-1",
          role: "assistant",
          stopReason: "endTurn",
          content: [{ type: "text", text: "It is red car." }],
        },
      });
      assert.equal(clientFeatures.samples.length, 2);
    });

    it(`is limited for each server (${revision})`, async () => {
      const clientFeatures = new FakeAnswerer();
      const { call, logged } = await calling(revision, clientFeatures, 1);
      await call("describe");
      await Promise.allSettled([call("describe")]); // one era answers with an error, the other fails
      assert.equal(clientFeatures.samples.length, 1);
      assert.match(logged().at(-1) ?? "", /more than 1 times a minute/);
    });
  }

  it("is refused as wrong, before anybody is asked, where a use of a tool has no result", async () => {
    const clientFeatures = new FakeAnswerer();
    const { call } = await calling("2025-11-25", clientFeatures);
    const { code, message } = await call("broken");
    assert.deepEqual([code, clientFeatures.samples.length], [-32602, 0]);
    assert.match(message, /was declined: a tool use is left without its result\./);
  });

  it("is refused as a person refuses, where the person does", async () => {
    const clientFeatures = new FakeAnswerer();
    clientFeatures.allows = false;
    const { call } = await calling("2025-11-25", clientFeatures);
    assert.equal((await call("describe")).code, -1);
  });
});

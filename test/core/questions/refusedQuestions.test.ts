import assert from "node:assert/strict";
import type { FormAsk, SamplingAsk } from "../../../src/core/questions/clientFeatures";
import { questionPath } from "../../../src/core/questions/questionPath";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { aDesk } from "../../support/aDesk";
import { FakeAnswerer } from "../../support/fakeAnswerer";
import { FakeClock } from "../../support/fakeClock";
import { noAbort } from "../../support/openLinks";

const minuteMs = 60_000;
const sampling: SamplingAsk = {
  server: "files",
  messages: [{ role: "user", parts: [{ type: "text", text: "Hello" }] }],
  maxTokens: 100,
  hints: [],
  tools: [],
  toolChoice: "auto",
};

function setUp() {
  const clock = new FakeClock();
  const person = new FakeAnswerer();
  const said: HubEvent[] = [];
  const asks = questionPath({
    clientFeatures: person,
    desk: aDesk(clock),
    options: () => ({ askLimitSeconds: 60, samplingPerMinute: 100 }),
    clock,
    publish: (event) => said.push(event),
  });
  const fill = (server = "files") => {
    const form: FormAsk = { server, message: "Which one?", schema: { type: "object", properties: {} } };
    return asks.fill(form, noAbort());
  };
  const refuse = async (times: number) => {
    for (let time = 0; time < times; time++) assert.deepEqual(await fill(), { action: "decline" });
  };
  const warnings = () =>
    said.flatMap((event) => (event.type === "server.log" && event.level === "warning" ? [event.text] : []));
  return { clock, person, asks, fill, refuse, warnings };
}

describe("a server whose questions the person refuses", () => {
  it("is not asked about after the fifth in a row, for ten minutes, and the log says so", async () => {
    const { clock, person, fill, refuse, warnings } = setUp();
    await refuse(5);
    clock.pass(minuteMs);
    assert.deepEqual(await fill(), { action: "decline" });
    assert.equal(person.forms.length, 5, "the person saw five");
    assert.deepEqual(warnings(), [
      'A question of "files" was declined: you refused its last 5 questions. It may ask again in 540 seconds.',
    ]);
    clock.pass(9 * minuteMs);
    await fill();
    assert.equal(person.forms.length, 6);
  });

  it("may go on asking where the person answers in between, and so may every other server", async () => {
    const { person, fill, refuse } = setUp();
    await refuse(4);
    person.onForm = async () => ({ action: "accept", content: {} });
    await fill();
    person.onForm = async () => ({ action: "cancel" });
    for (let time = 0; time < 5; time++) await fill();
    assert.equal(person.forms.length, 10);
    await fill();
    assert.equal(person.forms.length, 10);
    await fill("other");
    assert.equal(person.forms.length, 11);
  });

  it("is not asked about either where it wants an address opened or a language model", async () => {
    const { person, asks, refuse } = setUp();
    await refuse(5);
    const visit = asks.visit(
      { server: "files", message: "Sign in", url: "https://a.example/", untilDone: false },
      noAbort(),
    );
    assert.equal(await visit, "decline");
    await assert.rejects(asks.sample(sampling, noAbort()), {
      code: "denied",
      message: /you refused its last 5 questions/,
    });
    assert.deepEqual([person.urls.length, person.samples.length], [0, 0]);
  });

  it("has refusals of any kind counted, and questions that nobody answers", async () => {
    const { clock, person, asks, fill } = setUp();
    person.allows = false;
    person.onUrl = async () => "cancel";
    for (let time = 0; time < 2; time++) await assert.rejects(asks.sample(sampling, noAbort()), { code: "denied" });
    for (let time = 0; time < 2; time++)
      await asks.visit({ server: "files", message: "Sign in", url: "https://a.example/", untilDone: false }, noAbort());
    person.onForm = () => new Promise(() => {});
    const unanswered = fill();
    await new Promise(setImmediate);
    clock.pass(minuteMs);
    await unanswered;
    await fill();
    assert.equal(person.forms.length, 1);
  });

  it("has nothing counted that it takes back itself", async () => {
    const { person, asks, fill } = setUp();
    person.onForm = () => new Promise(() => {});
    for (let time = 0; time < 5; time++) {
      const back = new AbortController();
      const asked = asks.fill({ server: "files", message: "?", schema: { type: "object" } }, back.signal);
      await new Promise(setImmediate);
      back.abort();
      await assert.rejects(asked);
    }
    person.onForm = async () => ({ action: "accept", content: {} });
    assert.deepEqual(await fill(), { action: "accept", content: {} });
  });
});

import assert from "node:assert/strict";
import { type FormAnswer, type FormAsk, noSupport } from "../../../src/core/questions/clientFeatures";
import { noClientFeatures } from "../../../src/core/questions/noClientFeatures";
import { withoutLoginShell } from "../../support/aComposedHub";
import { type ScriptedServer, startScriptedServer } from "../../support/scriptedServer";
import { until } from "../../support/until";
import { WholeGateway } from "../../support/wholeGateway";

const requestedSchema = { type: "object", properties: { nights: { type: "integer" } }, required: ["nights"] };

/** A REST client answers nothing itself: the person in the window does, at the desk. What shows the form is a port of the window. */
describe("a call over REST whose server asks for a form", () => {
  let server: ScriptedServer;
  let gateway: WholeGateway;
  const shown: {
    readonly ask: FormAsk;
    readonly signal: AbortSignal;
    readonly answer: (answer: FormAnswer) => void;
  }[] = [];
  withoutLoginShell();

  before(async () => {
    server = await startScriptedServer(
      {},
      {
        book: async (_, { ask }) => {
          const answer = await ask("elicitation/create", { message: "How many nights?", requestedSchema });
          return { content: [{ type: "text", text: JSON.stringify(answer) }] };
        },
      },
    );
    gateway = await WholeGateway.start(
      { hotel: { url: server.url } },
      {
        ports: {
          clientFeatures: () => ({
            ...noClientFeatures,
            can: { ...noSupport, forms: true },
            fill: (ask, signal) =>
              new Promise((answer, refuse) => {
                shown.push({ ask, signal, answer });
                signal.addEventListener("abort", () => refuse(signal.reason));
              }),
          }),
        },
      },
    );
  });
  beforeEach(() => {
    shown.length = 0;
  });
  after(async () => {
    await gateway.close();
    await server.stop();
  });

  const question = () => until("the person is asked", () => shown[0] ?? false);

  it("waits for the person, and goes on with what they filled in", async () => {
    const reply = gateway.chat("hotel", "book");
    const { ask, answer } = await question();
    assert.deepEqual([ask.server, ask.message], ["hotel", "How many nights?"]);
    assert.deepEqual(ask.schema, requestedSchema);
    answer({ action: "accept", content: { nights: 2 } });
    const { status, text } = await reply;
    assert.equal(status, 200, text);
    assert.ok(
      text.includes(JSON.stringify(JSON.stringify({ action: "accept", content: { nights: 2 } })).slice(1, -1)),
      text,
    );
  });

  it("goes on without an answer where the person declines, and where the answer does not fit the form", async () => {
    for (const given of [
      { action: "decline" },
      { action: "accept", content: { nights: "many" } },
    ] as const satisfies readonly FormAnswer[]) {
      shown.length = 0;
      const reply = gateway.chat("hotel", "book");
      (await question()).answer(given);
      const { status, text } = await reply;
      assert.equal(status, 200, text);
      assert.match(text, /decline/);
      assert.doesNotMatch(text, /many/);
    }
  });
});

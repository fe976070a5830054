import assert from "node:assert/strict";
import type { FormAnswer, FormAsk, SamplingAsk } from "../../../src/core/questions/clientFeatures";
import { questionPath } from "../../../src/core/questions/questionPath";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { aDesk } from "../../support/aDesk";
import { FakeAnswerer } from "../../support/fakeAnswerer";
import { FakeClock } from "../../support/fakeClock";
import { noAbort } from "../../support/openLinks";
import { turn } from "../../support/passing";

const form: FormAsk = {
  server: "files",
  message: "Which one?",
  schema: { type: "object", properties: { age: { type: "integer", minimum: 18 } }, required: ["age"] },
};
const sampling: SamplingAsk = {
  server: "files",
  messages: [{ role: "user", parts: [{ type: "text", text: "Hello" }] }],
  maxTokens: 100,
  hints: [],
  tools: [],
  toolChoice: "auto",
};

describe("what a server asks back", () => {
  let clock: FakeClock;
  let clientFeatures: FakeAnswerer;
  let said: HubEvent[];
  const path = (options = { askLimitSeconds: 60, samplingPerMinute: 2 }) =>
    questionPath({
      clientFeatures,
      desk: aDesk(clock),
      options: () => options,
      clock,
      publish: (event) => said.push(event),
    });
  const logged = () => said.flatMap((event) => (event.type === "server.log" ? [`${event.level}: ${event.text}`] : []));
  /** How each question went, as the events say it. */
  const asked = () =>
    said.flatMap((event) => {
      if (event.type === "question.asked") return [`asked ${event.kind}`];
      return event.type === "question.answered" ? [event.answer] : [];
    });

  beforeEach(() => {
    clock = new FakeClock();
    clientFeatures = new FakeAnswerer();
    said = [];
  });

  it("gets the answer of the person, and the log says that it asked", async () => {
    clientFeatures.onForm = async () => ({ action: "accept", content: { age: 40 } });
    assert.deepEqual(await path().fill(form, noAbort()), { action: "accept", content: { age: 40 } });
    assert.deepEqual(logged(), ["info: Asks: Which one?"]);
    assert.deepEqual(asked(), ["asked form", "allowed"]);
    assert.equal(clock.waiting, 0);
  });

  it("is declined where the answer does not fit the form", async () => {
    clientFeatures.onForm = async () => ({ action: "accept", content: { age: 7 } });
    assert.deepEqual(await path().fill(form, noAbort()), { action: "decline" });
    assert.match(logged()[1] ?? "", /^warning: The answer for "files" does not fit its form: "age"/);
  });

  it("is declined at its limit when nobody answers", async () => {
    const signals: AbortSignal[] = [];
    clientFeatures.onForm = (_, signal) => {
      signals.push(signal);
      return new Promise(() => {});
    };
    const answer = path().fill(form, noAbort());
    await turn();
    clock.pass(60_000);
    assert.deepEqual(await answer, { action: "decline" });
    assert.equal(signals[0]?.aborted, true, "the question is taken back");
    assert.deepEqual(asked(), ["asked form", "gone"]);
    assert.match(logged()[1] ?? "", /not answered within 60 seconds.*mcpHub\.askLimitSeconds/);
  });

  it("holds no other up after its limit, however late it is answered", async () => {
    const answers: ((answer: FormAnswer) => void)[] = [];
    clientFeatures.onForm = () => new Promise((resolve) => answers.push(resolve));
    const asks = path();
    const stale = asks.fill(form, noAbort());
    await turn();
    clock.pass(60_000);
    assert.deepEqual(await stale, { action: "decline" });
    const next = asks.fill({ ...form, server: "other" }, noAbort());
    await turn();
    assert.deepEqual(
      clientFeatures.forms.map(({ server }) => server),
      ["files", "other"],
    );
    answers[0]?.({ action: "accept", content: { age: 40 } });
    answers[1]?.({ action: "accept", content: { age: 50 } });
    assert.deepEqual(await next, { action: "accept", content: { age: 50 } });
  });

  it("is asked one after the other", async () => {
    const answers: ((answer: FormAnswer) => void)[] = [];
    clientFeatures.onForm = () => new Promise((resolve) => answers.push(resolve));
    const asks = path();
    const both = [asks.fill(form, noAbort()), asks.fill({ ...form, message: "And?" }, noAbort())];
    await turn();
    assert.equal(clientFeatures.forms.length, 1);
    answers[0]?.({ action: "cancel" });
    await both[0];
    await turn();
    assert.deepEqual(
      clientFeatures.forms.map(({ message }) => message),
      ["Which one?", "And?"],
    );
    answers[1]?.({ action: "decline" });
    assert.deepEqual(await Promise.all(both), [{ action: "cancel" }, { action: "decline" }]);
  });

  it("does not pile up", async () => {
    clientFeatures.onForm = () => new Promise(() => {});
    const asks = path();
    for (let i = 0; i < 20; i++) void asks.fill(form, noAbort());
    assert.deepEqual(await asks.fill(form, noAbort()), { action: "decline" });
    assert.match(logged().at(-1) ?? "", /too many questions/);
  });

  for (const url of ["file:///etc/passwd", "vscode://command", "not an address"])
    it(`is never sent to ${url}`, async () => {
      assert.equal(await path().visit({ server: "files", message: "Go", url, untilDone: false }, noAbort()), "decline");
      assert.deepEqual(clientFeatures.urls, []);
    });

  it("rejects only when the server gives its question up", async () => {
    const abort = new AbortController();
    clientFeatures.onUrl = () => new Promise(() => {});
    const answer = path().visit(
      { server: "files", message: "Go", url: "https://example.com", untilDone: false },
      abort.signal,
    );
    await turn();
    abort.abort();
    await assert.rejects(answer, { code: "cancelled" });
  });

  it("asks a model only after consent", async () => {
    clientFeatures.allows = false;
    await assert.rejects(path().sample(sampling, noAbort()), { code: "denied" });
    assert.deepEqual(clientFeatures.samples, []);
    clientFeatures.allows = true;
    assert.equal((await path().sample(sampling, noAbort())).model, "fake-1");
  });

  it("asks a model without waiting for other questions where consent was given before", async () => {
    clientFeatures.onForm = () => new Promise(() => {});
    const asks = path();
    void asks.fill(form, noAbort());
    clientFeatures.allows = false; // not asked
    clientFeatures.allowedBefore = true;
    assert.equal((await asks.sample(sampling, noAbort())).model, "fake-1");
  });

  it("asks a model so many times a minute, each server for itself", async () => {
    const asks = path();
    await asks.sample(sampling, noAbort());
    clock.pass(30_000);
    await asks.sample(sampling, noAbort());
    await assert.rejects(asks.sample(sampling, noAbort()), { code: "rate-limited" });
    await asks.sample({ ...sampling, server: "other" }, noAbort());
    clock.pass(30_000);
    await asks.sample(sampling, noAbort());
    assert.equal(clientFeatures.samples.length, 4);
  });

  it("asks no model where the limit is 0", () =>
    assert.rejects(path({ askLimitSeconds: 60, samplingPerMinute: 0 }).sample(sampling, noAbort()), {
      code: "rate-limited",
    }));

  it("gives a model up that does not answer in time", async () => {
    clientFeatures.onSample = () => new Promise(() => {});
    const answer = path().sample(sampling, noAbort());
    await turn();
    clock.pass(60_000);
    await assert.rejects(answer, { code: "timeout" });
  });

  const misleading = [
    "https://accounts.google.com\\@evil.example/login",
    "https://accounts.google.com@evil.example/login",
    "https://:@evil.example/",
    "https://@evil.example/",
    "https://accounts.google.com\t.evil.example/",
    "https://a.example/\u0000",
    "https://a.example/\u202egpj.exe",
    "https://a\u200b.example/",
    "\\\\evil.example\\a",
    "https:evil.example",
    "https:///evil.example",
    "http:\\\\evil.example",
    `https://a.example/${"x".repeat(9000)}`,
  ];
  for (const url of misleading)
    it(`are never shown ${JSON.stringify(url.slice(0, 60))}, whose host two parsers read differently or nobody can see`, async () => {
      let shown = 0;
      clientFeatures.onUrl = async () => {
        shown++;
        return "accept";
      };
      assert.equal(await path().visit({ server: "files", message: "Go", url, untilDone: false }, noAbort()), "decline");
      assert.equal(shown, 0);
      assert.match(logged().at(-1) ?? "", /"files" asks you to visit something that .+\. Report it to the author/);
    });

  it("open exactly the address that was checked", async () => {
    const urls: string[] = [];
    clientFeatures.onUrl = async ({ url }) => {
      urls.push(url);
      return "accept";
    };
    for (const url of ["HTTPS://Bücher.Example/a b?q=1#f".replace(" ", "%20"), "http://127.0.0.1:80/x/../y"])
      assert.equal(await path().visit({ server: "files", message: "Go", url, untilDone: false }, noAbort()), "accept");
    assert.deepEqual(urls, ["https://xn--bcher-kva.example/a%20b?q=1#f", "http://127.0.0.1/y"]);
  });
});

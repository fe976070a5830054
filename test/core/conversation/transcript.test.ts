import assert from "node:assert/strict";
import { type ModelMessage, userText } from "../../../src/core/conversation/modelMessage";
import { withinLimit, withoutToolParts } from "../../../src/core/conversation/transcript";
import { calls, says } from "../../support/chatFixture";

const results = (...texts: readonly string[]): ModelMessage => ({
  role: "user",
  parts: texts.map((text, at) => ({ kind: "tool-result", id: `c${at}`, result: { text, media: [], isError: false } })),
});

const kept = (messages: readonly ModelMessage[]) =>
  messages.flatMap(({ parts }) => parts.map((part) => (part.kind === "tool-result" ? part.result.text[0] : part.kind)));

describe("a conversation within a limit", () => {
  const long = ["a", "b", "c"].map((letter) => letter.repeat(1000));
  const [a = "", b = "", c = ""] = long;

  it("is left alone where it fits", () => {
    const messages = [userText("x"), results(a, b), results(c)];
    assert.deepEqual(withinLimit(messages, 3001), messages);
  });

  it("loses its oldest results first, and no more than it must", () => {
    const messages = [userText("x"), results(a, b), results(c)];
    assert.deepEqual(kept(withinLimit(messages, 3000)), ["text", "(", "b", "c"]);
    assert.deepEqual(kept(withinLimit(messages, 1500)), ["text", "(", "(", "c"]);
  });

  it("never loses what came last, or what people said", () => {
    assert.deepEqual(kept(withinLimit([userText(a), results(b)], 10)), ["text", "b"]);
  });

  it("can be told without tool calls and results", () => {
    const messages: ModelMessage[] = [
      { role: "assistant", parts: [says("Well."), calls("t", { n: 1 }, "c0")] },
      results("yes"),
    ];
    assert.deepEqual(withoutToolParts(messages), [
      { role: "assistant", parts: [says("Well."), says('Call c0: t {"n":1}')] },
      { role: "user", parts: [says("Result of call c0:\nyes")] },
    ]);
  });
});

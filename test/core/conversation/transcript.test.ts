import assert from "node:assert/strict";
import { type ModelMessage, userText } from "../../../src/core/conversation/modelMessage";
import {
  type ChatTurn,
  historyMessages,
  withinLimit,
  withoutPictures,
  withoutToolParts,
} from "../../../src/core/conversation/transcript";
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

  it("stays as it is if it fits", () => {
    const messages = [userText("x"), results(a, b), results(c)];
    assert.deepEqual(withinLimit(messages, 3001), messages);
  });

  it("loses its oldest results first, and only as many as needed", () => {
    const messages = [userText("x"), results(a, b), results(c)];
    assert.deepEqual(kept(withinLimit(messages, 3000)), ["text", "(", "b", "c"]);
    assert.deepEqual(kept(withinLimit(messages, 1500)), ["text", "(", "(", "c"]);
  });

  it("never loses the latest message or the text of people", () => {
    assert.deepEqual(kept(withinLimit([userText(a), results(b)], 10)), ["text", "b"]);
  });

  it("can be turned into text without tool calls and results", () => {
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

describe("the earlier turns", () => {
  const turns = (count: number, size: number): ChatTurn[] =>
    Array.from({ length: count }, (_, n) => ({ role: n % 2 ? "assistant" : "user", text: `${n} `.padEnd(size, "x") }));
  const firsts = (list: readonly ChatTurn[], limit: number) =>
    historyMessages(list, limit).map(
      ({ role, parts: [part] }) => `${role} ${part?.kind === "text" ? part.text.split(" ")[0] : ""}`,
    );

  it("are the latest 20, oldest first", () => {
    const kept = firsts(turns(30, 10), 100_000);
    assert.equal(kept.length, 20);
    assert.deepEqual([kept[0], kept[19]], ["user 10", "assistant 29"]);
  });

  it("fit into the limit", () => assert.deepEqual(firsts(turns(6, 100), 250), ["user 4", "assistant 5"]));

  it("keep the beginning of a long turn, and drop empty ones", () => {
    const [long] = historyMessages([{ role: "user", text: "y".repeat(50_000) }], 100_000);
    assert.equal(long?.parts[0]?.kind === "text" && long.parts[0].text.length, 8001);
    assert.deepEqual(historyMessages([{ role: "assistant", text: " " }], 100), []);
    const texts = (turns: readonly ChatTurn[], limit: number) => historyMessages(turns, limit).length;
    const user = (text: string): ChatTurn => ({ role: "user", text });
    assert.deepEqual([texts([user("abc")], 3), texts([user("abc")], 2)], [1, 0]);
    assert.deepEqual([texts([user("abc"), user("de")], 5), texts([user("abc"), user("de")], 4)], [2, 1]);
    assert.deepEqual([texts(new Array(20).fill(user("a")), 999), texts(new Array(21).fill(user("a")), 999)], [20, 20]);
    assert.deepEqual(
      [texts([user("y".repeat(8000))], 8000), texts([user("y".repeat(8001))], 8000)],
      [1, 0],
      "with the mark of the cut",
    );
  });

  it("name pictures without their bytes", () => {
    const answer = "✓ look\n\n![image.png](data:image/png;base64,iVBO/+=)\n\n[a](b)";
    assert.equal(withoutPictures(answer), "✓ look\n\n[Picture image.png]\n\n[a](b)");
  });
});

import assert from "node:assert/strict";
import { AnswerBounds, chooseModel } from "../../../src/editor/questions/chooseModel";
import { formWords, samplingWords, urlWords } from "../../../src/editor/questions/questionWords";

describe("the questions of servers, in words", () => {
  it("say who asks, and what a form must not ask for", () => {
    const words = formWords({ server: "files", message: "Your\u0007 name?", schema: {} }, "My files");
    assert.match(words.message, /"My files" \(files\)/);
    assert.match(words.detail, /^Your\ufffd name\?\n\n.*no password/);
  });

  it("show the whole address, and its host as the browser will read it", () => {
    const ask = { server: "files", message: "Sign in", url: "http://user@exämple.com/a?b=c#d", untilDone: false };
    const words = urlWords(ask, "files");
    assert.match(words.message, /"files" asks you to visit xn--exmple-cua\.com\./);
    assert.ok(words.detail.includes("http://user@xn--exmple-cua.com/a?b=c#d"));
    assert.match(words.detail, /not encrypted/);
  });

  it("show what a model would be told", () => {
    const words = samplingWords(
      {
        server: "files",
        system: "Be brief.",
        messages: [
          { role: "user", parts: [{ type: "text", text: "first" }] },
          {
            role: "user",
            parts: [
              { type: "text", text: "second" },
              { type: "image", data: "", mimeType: "image/png" },
            ],
          },
        ],
        maxTokens: 42,
        hints: ["gpt", "claude"],
        temperature: 0.5,
        tools: [{ name: "look", description: "", inputSchema: {} }],
        toolChoice: "auto",
      },
      "files",
    );
    for (const part of [
      "Be brief.",
      "last of 2 messages: second\n(a picture, image/png, 0 bytes)",
      "look",
      "42 tokens",
      "Would like: gpt, claude. Temperature 0.5 is passed on",
    ])
      assert.ok(words.detail.includes(part), part);
  });
});

describe("the model for a server's request", () => {
  const models = [
    { id: "a-1", name: "Alpha One", family: "alpha" },
    { id: "b-2", name: "Beta Two", family: "beta" },
  ];
  const rows: [hints: string[], id: string][] = [
    [[], "a-1"],
    [["beta"], "b-2"],
    [["unknown", "TWO"], "b-2"],
    [["alpha", "beta"], "a-1"],
    [["unknown"], "a-1"],
  ];
  for (const [hints, id] of rows)
    it(`is ${id} for ${hints.join(", ") || "no hint"}`, () => assert.equal(chooseModel(models, hints)?.id, id));

  it("is none where there is none", () => assert.equal(chooseModel([], ["beta"]), undefined));

  it("ends at a stop sequence, also one that comes in two pieces", () => {
    const bounds = new AnswerBounds({ maxTokens: 100, stopSequences: ["END"] });
    assert.equal(bounds.add("one E"), true);
    assert.equal(bounds.add("ND two"), false);
    assert.deepEqual([bounds.text, bounds.stopReason], ["one ", "stopSequence"]);
  });

  it("ends after as many tokens as the server wants", () => {
    const bounds = new AnswerBounds({ maxTokens: 2 });
    assert.equal(bounds.add("x".repeat(50)), false);
    assert.deepEqual([bounds.text.length < 20, bounds.stopReason], [true, "maxTokens"]);
  });
});

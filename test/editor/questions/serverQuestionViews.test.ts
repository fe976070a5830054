import assert from "node:assert/strict";
import { AnswerBounds, chooseModel } from "../../../src/editor/questions/chooseModel";
import type { QuestionView } from "../../../src/editor/questions/questionView";
import { doneView, formView, samplingView, urlView } from "../../../src/editor/questions/serverQuestionViews";

/** All that a question shows, line by line. */
const shown = ({ title, sections }: QuestionView<string>) =>
  [title, ...sections.flatMap((section) => [section.title ?? "", ...section.items.map(({ label }) => label)])].join(
    "\n",
  );
const answers = ({ sections }: QuestionView<string>) =>
  sections
    .flatMap(({ items }) => items.map(({ label, answer, look }) => (answer || look ? label : "")))
    .filter(Boolean);

describe("the questions of servers, in words", () => {
  it("say who asks, and what a form must not ask for", () => {
    const view = formView({ server: "files", message: "Your\u0007 name?", schema: {} }, "My files", true);
    assert.equal(view.title, 'The MCP server "My files" (files) asks you for something.');
    assert.match(shown(view), /\nYour\ufffd name\?\n/);
    assert.match(shown(view), /Do not enter a password/);
    assert.deepEqual(answers(view), ["Decline", "Answer…"]);
    const bare = formView({ server: "files", message: "Fine?", schema: {} }, "files", false);
    assert.deepEqual(answers(bare), ["Decline", "Accept"]);
  });

  it("show the whole address, and its host as the browser will read it", () => {
    const ask = { server: "files", message: "Sign in", url: "http://user@exämple.com/a?b=c#d", untilDone: false };
    const view = urlView(ask, "files");
    assert.equal(view.title, 'The MCP server "files" asks you to visit xn--exmple-cua.com.');
    assert.ok(shown(view).includes("\nhttp://user@xn--exmple-cua.com/a?b=c#d\n"));
    assert.match(shown(view), /not encrypted/);
    assert.deepEqual(answers(view), ["Decline", "Open Address"]);
  });

  it("wrap a long address and leave nothing of it out", () => {
    const url = `https://example.com/${"very-long-path/".repeat(300)}?end=1`;
    const { sections } = urlView({ server: "files", message: "Sign in", url, untilDone: false }, "files");
    const lines = sections.find(({ title }) => title === "Address")?.items.map(({ label }) => label) ?? [];
    assert.equal(lines.join(""), url);
    assert.ok(lines.every((line) => line.length <= 60));
  });

  it("wrap a long text between words, and count the lines that are left out", () => {
    const message = `${"several words to wrap ".repeat(6)}\n${"line\n".repeat(100)}`;
    const { sections } = formView({ server: "files", message, schema: {} }, "files", true);
    const lines = sections.find(({ title }) => title === "The server says")?.items.map(({ label }) => label) ?? [];
    assert.equal(lines[0], "several words to wrap several words to wrap several");
    assert.equal(lines.length, 21);
    assert.equal(lines.at(-1), "… (83 more lines)");
  });

  it("ask whether the visit is over, and the first choice is no", () => {
    const ask = { server: "files", message: "Sign in", url: "https://example.com/a", untilDone: true };
    assert.equal(doneView(ask, "files").title, "Have you finished at example.com?");
    assert.deepEqual(answers(doneView(ask, "files")), ["Cancel", "Continue"]);
  });

  it("show what a model would be told", () => {
    const view = samplingView(
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
      "The last of 2 messages\nsecond\n(a picture, image/png, 0 bytes)",
      "look",
      "42 tokens",
      "Would like: gpt, claude. Temperature 0.5 is passed on",
    ])
      assert.ok(shown(view).includes(part), part);
    assert.deepEqual(answers(view), ["Deny", "Allow Once", "Allow in This Session", "Look at It…"]);
  });
});

describe("the model for a server's request", () => {
  const models = [
    { vendor: "x", id: "a-1", name: "Alpha One", family: "alpha" },
    { vendor: "x", id: "b-2", name: "Beta Two", family: "beta" },
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

  it("is never one of those that are there for another program's sessions and answer nothing", () => {
    const auto = { vendor: "copilotcli", id: "auto", name: "Auto", family: "" };
    assert.equal(chooseModel([auto, ...models], ["auto"])?.id, "a-1");
    assert.equal(chooseModel([auto], []), undefined);
  });

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

import assert from "node:assert/strict";
import type { Format } from "../../src/samples/documents/access/formats";
import { analyzeQuality } from "../../src/samples/documents/check/analyzeQuality";
import { detectIssues } from "../../src/samples/documents/check/detectIssues";
import { IssueList } from "../../src/samples/documents/check/issue";
import { scoresOf } from "../../src/samples/documents/check/scores";
import { parseDocument } from "../../src/samples/documents/parse/parseDocument";
import { issueLines, tally } from "../../src/samples/documents/tools/issueLines";

const detect = (source: string, format: Format = "markdown") =>
  detectIssues(source, format, parseDocument(source, format)).issues.map(({ rule, line }) => `${line} ${rule}`);

const words = (count: number, word = "fish") =>
  Array.from({ length: count }, (_, at) => word + "aeiou".charAt(at % 5)).join(" ");

describe("detecting issues", () => {
  const rows: [name: string, source: string, expected: string[]][] = [
    ["clean prose", "# A\n\nThe ship lay in the bay (at anchor). It was calm.\n", []],
    ["a doubled word over a line break", "A ship saw the\nthe shore.", ["1 repeated-word"]],
    ["doubled words that are right", "He said that that man had had enough.", []],
    ["no doubled word inside words", "This island is an and-and thing, the theory.", []],
    ["a long sentence", `One. ${words(31)}.`, ["1 long-sentence"]],
    ["thirty words are fine", `${words(30)}.`, []],
    ["a long paragraph", Array.from({ length: 16 }, () => `The ${words(9)}.`).join(" "), ["1 long-paragraph"]],
    ["a paragraph of 150 words is fine", Array.from({ length: 15 }, () => `The ${words(9)}.`).join(" "), []],
    [
      "one word more is not",
      `${Array.from({ length: 15 }, () => `The ${words(9)}.`).join(" ")} Fish.`,
      ["1 long-paragraph"],
    ],
    ["open work in capitals only", "We add a todo list to it. Xxxx.", []],
    ["each kind of placeholder", "A TO-DO of {{ company }} costs ???.", Array(3).fill("1 placeholder")],
    ["two question marks are a question", "Really?? Yes.", []],
    ["brackets that close in another order", "It is [so (yes] no).", ["1 unbalanced-bracket"]],
    ["brackets of each kind", "It (is [so {very} well] set).", []],
    ["passive voice", "The fee was not paid by us.", ["1 passive-voice"]],
    ["a state is not passive", "We were interested in it. She is tall.", []],
    [
      "placeholders",
      "It costs TBD.\n\nDear [your name], hello.\n\nLorem ipsum dolor.",
      ["1 placeholder", "3 placeholder", "5 placeholder"],
    ],
    ["a link is no placeholder", "See [the date](https://x.example) and ok?", []],
    ["an open bracket", "First.\nThen (see there.", ["2 unbalanced-bracket"]],
    ["a stray bracket", "Then see there).", ["1 unbalanced-bracket"]],
    ["counted items and smiles", "a) one\n\nHello :) and (b).", []],
    ["code is not prose", "```js\nfoo( TBD\n```\n", []],
    ["trailing space, but not a line break", "One \ntwo  \nthree\n", ["1 trailing-space"]],
    ["mixed line endings", "a\r\nb\nc\r\n", ["2 mixed-line-endings"]],
    ["a zero-width space", "a\n\nb\u200bc", ["3 invisible-character"]],
    ["a turned direction", "pay \u202e001", ["1 hidden-direction"]],
    [
      "spaces at the end of the other formats' line breaks",
      "One  \n  \ntwo\t\n",
      ["2 trailing-space", "3 trailing-space"],
    ],
    ["hidden tags", "a\u{e0041}b", ["1 hidden-tags"]],
    ["the lines of Windows throughout", "a\r\nb\r\n", []],
    ["a line of Windows among others", "a\nb\nc\r\nd\n", ["3 mixed-line-endings"]],
    ["a byte order mark elsewhere", "a\n\n\ufeffb", ["3 invisible-character"]],
    ["a byte order mark at the start", "\ufeffa", []],
    ["a control character", "a\u0007b", ["1 control-character"]],
    ["a lost character", "caf\ufffd", ["1 lost-character"]],
  ];
  for (const [name, source, expected] of rows) {
    it(`${name}: ${expected.join(", ") || "nothing"}`, () => assert.deepEqual(detect(source), expected));
  }

  it("takes a sentence of more than 45 words more seriously than one of more than 30", () => {
    const severity = (count: number) => {
      const source = `${words(count)}.`;
      const { issues } = detectIssues(source, "text", parseDocument(source, "text"));
      return issues.find(({ rule }) => rule === "long-sentence")?.severity;
    };
    assert.deepEqual([30, 31, 45, 46].map(severity), [undefined, "info", "info", "warning"]);
  });

  it("finds an unsolved merge conflict", () => {
    const found = detect("<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n", "text");
    assert.deepEqual(
      found.filter((issue) => issue.endsWith("merge-conflict")),
      ["1 merge-conflict", "3 merge-conflict", "5 merge-conflict"],
    );
    assert.deepEqual(detect("Title\n=======\n\nText.", "markdown"), []);
  });

  it("keeps fifty issues of a rule, and counts the others", () => {
    const list = detectIssues("a \n".repeat(80), "text", parseDocument("a", "text"));
    assert.equal(list.issues.length, 50);
    assert.deepEqual(list.counts, { "trailing-space": 80 });
  });

  it("stays quick on text made to be slow", function () {
    this.timeout(60_000); // with the square of the length, one of these alone takes a minute
    const from = performance.now();
    for (const source of [
      " ".repeat(200_000),
      "(".repeat(200_000),
      "a".repeat(200_000),
      "\n".repeat(200_000),
      "is ".repeat(60_000),
    ]) {
      detect(source, "text");
    }
    assert.ok(performance.now() - from < 20_000);
  });
});

describe("analyzing quality", () => {
  const analyze = (source: string) => analyzeQuality(source, "markdown", parseDocument(source, "markdown"), undefined);

  it("gives full marks to a plain and sound text", async () => {
    const { scores, issues, recommendations } = await analyze(
      "# Fog\n\nThe ship lay in the bay. We saw the shore, and it was near.\n",
    );
    assert.deepEqual(scores, { overall: 100, readability: 100, structure: 100, content: 100 });
    assert.deepEqual([issues, recommendations], [[], []]);
  });

  it("takes points off as its comments say", () => {
    const structure = new IssueList();
    for (let line = 1; line <= 5; line++) structure.add("broken-link", "error", line, "x"); // counts three times
    structure.add("missing-title", "warning", 1, "x");
    const content = new IssueList();
    content.add("placeholder", "warning", 1, "x");
    content.add("trailing-space", "info", 1, "x");
    assert.deepEqual(scoresOf(undefined, structure, content, 250), {
      overall: 74,
      readability: null,
      structure: 49,
      content: 98,
    });
    assert.equal(scoresOf(undefined, structure, content, 20).content, 95);
  });

  it("weighs readability by ease and by hard sentences", async () => {
    const hard =
      "Notwithstanding considerable institutional opposition, the administration subsequently implemented comprehensive organizational modifications.";
    const { scores, recommendations } = await analyze(`# A\n\n${hard} It is so. That is what we have for you.\n`);
    assert.ok(scores.readability !== null && scores.readability < 40, JSON.stringify(scores));
    assert.ok(recommendations.some((step) => step.includes("line 3")));
  });

  it("puts the gravest first in its advice", async () => {
    const { recommendations } = await analyze("# A\n\nThe the ship.\n\n[b](#no)\n");
    assert.deepEqual(recommendations.slice(0, 2), [
      "Point the links within documents to headings that are there.",
      "Take out the doubled words.",
    ]);
  });
});

describe("issues in words", () => {
  const issues = (...severities: ("error" | "warning" | "info")[]) =>
    severities.map((severity, at) => ({ rule: "r", severity, message: "It is odd.", line: at + 1 }));

  it("are at most 25 lines, and how many more there are", () => {
    assert.deepEqual(issueLines(issues("error")), ["- line 1, error: It is odd."]);
    assert.equal(issueLines(issues(...Array<"info">(25).fill("info"))).length, 25);
    assert.deepEqual(issueLines(issues(...Array<"info">(27).fill("info"))).slice(24), [
      "- line 25, info: It is odd.",
      "- … and 2 more",
    ]);
  });

  it("are counted by how grave they are", () => {
    assert.equal(tally([]), "nothing");
    assert.equal(tally(issues("info", "error", "warning", "error")), "2 errors, 1 warning, 1 remark");
  });

  it("are kept up to fifty of a rule, and counted beyond", () => {
    const list = new IssueList();
    for (let line = 51; line > 0; line--) list.add("r", "info", line, "");
    list.add("other", "info", 1, "");
    assert.deepEqual([list.issues.length, list.counts, list.issues[0]?.line], [51, { r: 51, other: 1 }, 1]);
  });
});

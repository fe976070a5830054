import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse } from "@babel/parser";
import { sources } from "../support/sourceImports";

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly loc: { readonly start: { readonly line: number } };
  readonly [key: string]: unknown;
}

/** Attributes whose values are not for people. */
const technical = new Set(["class", "type", "role", "id", "style"]);

/** Names and units, which are the same in every language. */
const everywhere = /\b(MCP Hub|HTTP|ms|min|[KM]B)\b/g;

/** Two words, or a word beside a value: what a person reads. */
const isSentence = (text: string): boolean =>
  /[a-z]{2,}[,:]? +[a-z(•]|• +\(?[a-z]{2,}/i.test(text.replace(everywhere, ""));

/** The texts in a source that a person would read in English whatever the language, each with its line. */
function bareTexts(source: string): string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (/^(TS(?!As|Satisfies|NonNull)|Import)/.test(node.type)) return;
    const name = (of: unknown) => source.slice(...[of as Node].flatMap(({ start, end }) => [start, end]));
    if (node.type === "JSXAttribute" && technical.has(name(node.name))) return;
    if (node.type === "NewExpression" && /Error$/.test(name(node.callee))) return; // for who develops the page
    const text = textOf(node);
    if (text !== undefined && isSentence(text)) found.push(`${node.loc.start.line}: ${text}`);
    const isMessage = node.type === "CallExpression" && name(node.callee) === "message";
    for (const [key, value] of Object.entries(node))
      for (const child of Array.isArray(value) ? value.slice(isMessage && key === "arguments" ? 2 : 0) : [value])
        if (isNode(child)) visit(child);
  };
  visit(parse(source, { sourceType: "module", plugins: ["typescript", "jsx"] }).program as unknown as Node);
  return found;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && "loc" in value;

function textOf(node: Node): string | undefined {
  if (node.type === "StringLiteral" || node.type === "JSXText") return String(node.value);
  if (node.type !== "TemplateLiteral") return undefined;
  return (node.quasis as readonly { readonly value: { readonly raw: string } }[])
    .map(({ value }) => value.raw)
    .join("•");
}

describe("the texts of the pages", () => {
  for (const file of sources("webview-ui"))
    it(`${file} has each of them in a message, so that it can be translated`, () =>
      assert.deepEqual(bareTexts(readFileSync(file, "utf8")), []));

  const rows: [source: string, found: readonly string[]][] = [
    ["const text = `${method} (sent)`;", ["1: • (sent)"]],
    ["const text = `Time: ${time}`;", ["1: Time: •"]],
    ["\nconst word = 'you answered';", ["2: you answered"]],
    ["const view = <p>Of an earlier session, {time}</p>;", ["1: Of an earlier session, "]],
    ['const view = <p title="Pick a date" class="note from-hub">{text}</p>;', ["1: Pick a date"]],
    ['const text = message("a.b", "Two words of {it}", { it: "and more" });', ["1: and more"]],
    ['const part: "two words" = read(); throw new TypeError("Not a part.");', []],
    ['const all = ["resources/read", "12 ms", "→", `${number} ms`];', []],
  ];
  for (const [source, found] of rows)
    it(`${found.length === 0 ? "are fine in" : "are missed in"} ${source.trim()}`, () =>
      assert.deepEqual(bareTexts(source), found));
});

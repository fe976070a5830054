import assert from "node:assert/strict";
import { stringify as stringifyToml } from "smol-toml";
import { stringify as stringifyYaml } from "yaml";
import { formats } from "../../../../src/core/apps/editing/formats";
import type { Target } from "../../../../src/core/apps/target";
import { removeEntry, writeEntry } from "../../../../src/core/apps/writeEntry";
import { numbers, oneOf, type Random } from "../randomNumbers";
import { writable } from "../writtenEntries";

/** Servers of the person's own, as members or as items. */
function collection(random: Random, isList: boolean): unknown {
  const names = ["files", "a b", 'quo"te', "web"].slice(0, random(4));
  const entry = () =>
    oneOf<object>(random, [{ command: "npx", args: ["-y", "x"] }, { url: "https://x.example/mcp" }, {}]);
  if (isList) return names.map((name) => ({ name, ...entry() }));
  return Object.fromEntries(names.map((name) => [name, entry()]));
}

/** A file with other settings, and perhaps with the collection: empty, filled, or missing. */
function settings(random: Random, root: readonly string[], isList: boolean): Record<string, unknown> {
  const others: Record<string, unknown> = oneOf(random, [{}, { theme: "dark" }, { a: { b: [1, 2] }, c: "x # y" }]);
  if (random(3) === 0) return others;
  const inner = root.toReversed().reduce<unknown>((inside, key) => ({ [key]: inside }), collection(random, isList));
  const all = inner as Record<string, unknown>;
  return random(2) === 0 ? { ...others, ...all } : { ...all, ...others };
}

const endings = ["\n", "", "\n\n", "\n  "];

function jsonText(random: Random, value: unknown): string {
  const plain = JSON.stringify(value, null, oneOf(random, [2, 4, "\t", 0])) + oneOf(random, endings);
  const commented = plain.replace(/([{,[])\n/g, (whole, sign: string) =>
    random(4) === 0
      ? `${sign} ${oneOf(random, ["// why", "/* so */"])}\n`
      : random(6) === 0
        ? `${sign}\n  // below\n`
        : whole,
  );
  return random(3) === 0
    ? commented.replace(/([\]}"\de])(\n\s*[}\]])/g, (whole, last: string, end: string) =>
        random(2) ? `${last},${end}` : whole,
      )
    : commented;
}

const lineComments = (random: Random, text: string): string =>
  text.replace(/\n(?=\S)/g, (whole) => (random(5) === 0 ? "\n# above\n" : random(7) === 0 ? " # beside\n" : whole));

function anyText(random: Random, format: "jsonc" | "toml" | "yaml", root: readonly string[], isList: boolean): string {
  const rare = random(12);
  if (rare === 0) return oneOf(random, ["", "\n", "  ", "\r\n", "\ufeff"]);
  if (rare === 1) return (format === "jsonc" ? "// nothing yet" : "# nothing yet") + oneOf(random, endings);
  const value = settings(random, root, isList);
  if (format === "yaml" && Object.keys(value).length === 0) return oneOf(random, endings);
  const text =
    format === "jsonc"
      ? jsonText(random, value)
      : format === "toml"
        ? lineComments(random, stringifyToml(value)).trimEnd() + oneOf(random, endings)
        : lineComments(random, stringifyYaml(value, { indent: oneOf(random, [2, 4]), lineWidth: 0 })).trimEnd() +
          oneOf(random, endings);
  const ends = random(3) === 0 ? text.replaceAll("\n", "\r\n") : text;
  return random(6) === 0 ? `\ufeff${ends}` : ends;
}

/** The same with one entry written twice and removed. */
function tryOut(file: (typeof writable)[number]["file"], before: string, target: Target, seed: number): boolean {
  const shown = `seed ${seed}:\n${JSON.stringify(before)}`;
  const first = writeEntry(file, before, "hub", target);
  if (first.kind === "refused") return false;
  const second = writeEntry(file, first.text, "hub", target);
  assert.deepEqual(second, first, shown);
  const removed = removeEntry(file, first.text, "hub");
  assert.deepEqual(removed, { kind: "written", text: before }, `${shown}\n${JSON.stringify(first.text)}`);
  return true;
}

describe("a file that got the hub's entry and lost it again", () => {
  for (const { app, file, targets } of writable)
    it(`is the same, byte for byte: ${app.name}, ${file.level}`, () => {
      const { shape } = file;
      let written = 0;
      const rounds = 250;
      for (let seed = 1; seed <= rounds; seed++) {
        const random = numbers(seed);
        const before = anyText(random, shape.format, shape.root(undefined), shape.namedBy !== undefined);
        assert.equal(formats[shape.format].parse(before.replace(/^\ufeff/, "")).kind, "value", before);
        if (tryOut(file, before, oneOf(random, targets), seed)) written++;
      }
      // What the hub does not edit is rare: a collection in a table's brackets, for example.
      assert.ok(written > rounds * 0.95, `${written} of ${rounds}`);
    });
});

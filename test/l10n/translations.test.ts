import assert from "node:assert/strict";
import { pagePrefixes } from "../../src/editor/panel/pageTexts";
import { bundlesOf, completed, defects, languages, readTexts, untranslated } from "./bundles.mjs";
import { textsIn, writtenTexts } from "./texts.mjs";

describe("the translations", () => {
  for (const language of languages())
    for (const { path, english } of bundlesOf(language)) {
      it(`${path} has every text, nothing else, and the same names (npm run l10n lists what differs)`, () =>
        assert.deepEqual(defects(english, readTexts(path)), []));

      it(`${path} is sorted by id, so that changes of two people do not meet`, () => {
        const ids = Object.keys(readTexts(path));
        assert.deepEqual(ids, ids.toSorted());
      });
    }

  it("of the pages have the ids that a page gets", () => {
    const ids = writtenTexts().filter(({ file }) => /^(webview-ui|src\/protocol)\//.test(file));
    assert.ok(ids.length > 300, `${ids.length} texts`);
    assert.deepEqual(
      ids.filter(({ id = "" }) => !pagePrefixes.some((prefix) => id.startsWith(prefix))),
      [],
    );
  });

  it("include German", () => assert.ok(languages().includes("de")));

  it("are chosen before a text is made: none is made while its module is loaded, except in a page", () =>
    assert.deepEqual(
      writtenTexts().filter(({ early, file }) => early && !file.startsWith("webview-ui/")),
      [],
    ));
});

describe("the check of translations", () => {
  const english = { "a.read": "Read {count} of `path` [here](command:x) $(info)", "a.write": "Write" };
  const complete = { "a.read": "Lies {count} von `path` [hier](command:x) $(info)", "a.write": "Schreiben" };

  it("finds nothing in a complete one", () => assert.deepEqual(defects(english, complete), []));

  it("finds a text that is missing", () =>
    assert.deepEqual(defects(english, { "a.read": complete["a.read"] }), ['a.write has no translation: "Write"']));

  it("finds a text that the hub does not have", () =>
    assert.deepEqual(defects(english, { ...complete, "a.gone": "Fort" }), ["a.gone is not a text of the hub"]));

  for (const [what, from, to] of [
    ["names in braces", "{count}", "{anzahl}"],
    ["names in braces", "{count}", ""],
    ["icons", "$(info)", "$(warning)"],
    ["code in backticks", "`path`", "`pfad`"],
    ["links", "(command:x)", "(command:y)"],
  ] as const)
    it(`finds other ${what}: ${to || "none"} for ${from}`, () => {
      const [found, ...others] = defects(english, { ...complete, "a.read": complete["a.read"].replace(from, to) });
      assert.match(found ?? "", new RegExp(`^a\\.read has other ${what}: `));
      assert.deepEqual(others, []);
    });

  it("adds what is missing so that it still counts as missing, and takes out what is not a text", () => {
    const fixed = completed(english, { "z.gone": "Fort", "a.read": complete["a.read"] });
    assert.deepEqual(Object.entries(fixed), [
      ["a.read", complete["a.read"]],
      ["a.write", `${untranslated}Write`],
    ]);
    assert.deepEqual(defects(english, fixed), ['a.write has no translation: "Write"']);
  });

  it("sees calls in functions, in JSX and while a module is loaded", () => {
    const source =
      'const early = message("a.b", "B");\nconst f = () => <p>{message("a.c", \'C "{x}"\', { x: 1 })}</p>;';
    assert.deepEqual(
      textsIn("a.tsx", source).map(({ id, text, early, line }) => [id, text, early, line]),
      [
        ["a.b", "B", true, 1],
        ["a.c", 'C "{x}"', false, 2],
      ],
    );
  });
});

import assert from "node:assert/strict";
import {
  fieldProblem,
  formChanges,
  formConfig,
  formFields,
  isLiteralSecret,
  shownMap,
  typedAs,
  typedValue,
  withTyped,
} from "../../../../src/core/config/changes/entryForm";

const program = {
  command: "npx",
  args: ["-y", "a b"],
  env: { API_KEY: "planted-value", REGION: "north" },
  retries: 3,
  context: true,
  tools: { x: {} },
  odd: "kept",
};

describe("the form of an entry", () => {
  it("has the fields that people need, and what else the entry has that can be typed", () => {
    const fields = formFields(program);
    assert.deepEqual(
      fields.map(({ key, kind, shown }) => [key, kind, shown]),
      [
        ["command", "text", "npx"],
        ["args", "words", "-y a b"],
        ["env", "map", "API_KEY, REGION"],
        ["cwd", "text", ""],
        ["envFile", "text", ""],
        ["label", "text", ""],
        ["description", "text", ""],
        ["callTimeoutSeconds", "number", ""],
        ["retries", "number", "3"],
        ["context", "switch", "true"],
        ["odd", "text", "kept"],
      ],
    );
    const keys = formFields({ url: "https://x.example", headers: { A: "1" } }).map(({ key }) => key);
    assert.deepEqual(keys, ["url", "headers", "label", "description", "callTimeoutSeconds"]);
  });

  it("has no field for what cannot be typed as what it should be", () => {
    const odd = { command: 7, args: "x", env: [], cwd: true, retries: "3", label: { a: 1 }, description: "d" };
    const keys = formFields(odd).map(({ key }) => key);
    for (const key of ["command", "args", "env", "cwd", "label"]) assert.ok(!keys.includes(key), key);
    for (const key of ["description", "envFile", "callTimeoutSeconds"]) assert.ok(keys.includes(key), key);
  });

  it("has labels for what people need most, and the keys of the rest", () => {
    const labels = (entry: object) => formFields({ ...entry }).map(({ label }) => label);
    const common = ["Display Name", "Description", "Call Timeout in Seconds"];
    assert.deepEqual(labels({ url: "https://x.example", retries: 1 }), ["Address", "Headers", ...common, "retries"]);
    const program = [
      "Program",
      "Arguments",
      "Environment Variables",
      "Working Folder",
      "File of Environment Variables",
    ];
    assert.deepEqual(labels({ command: "x", type: "stdio" }), [...program, ...common]);
  });

  it("types no object and no list of other values as a text", () => {
    assert.equal(typedAs("text", { a: 1 }), undefined);
    assert.equal(typedAs("words", ["a", 1]), undefined);
    assert.equal(typedAs("words", "a"), undefined);
    assert.deepEqual(
      [typedAs("text", null), typedAs("number", 0), typedAs("switch", false), typedAs("words", undefined)],
      ["null", "0", "false", ""],
    );
    assert.deepEqual([typedAs("words", []), typedAs("words", ["", "a"])], ["", undefined]);
    assert.deepEqual([typedValue("words", "a 'b"), typedValue("map", " x ")], ["a 'b", " x "]);
  });

  it("hides what may be a secret in an entry with a mistake", () => {
    const odd = { command: "x", args: ["planted-a", "planted-b"], env: { A: "planted-c", B: 7 }, cwd: 7 };
    const shown = Object.fromEntries(formFields(odd).map(({ key, shown }) => [key, shown]));
    assert.deepEqual([shown.command, shown.args, shown.env], ["x", "••• •••", "A, B"]);
    assert.deepEqual(shownMap(odd, "env"), [
      { name: "A", shown: "•••" },
      { name: "B", shown: "•••" },
    ]);
    const url = { url: "https://x.example/a?b=planted&c=planted#d", headers: 7 };
    assert.equal(formFields(url).find(({ key }) => key === "url")?.shown, "https://x.example/a?b=•••&c=•••#d");
  });

  it("shows no secret", () => {
    assert.deepEqual(shownMap(program, "env"), [
      { name: "API_KEY", shown: "•••" },
      { name: "REGION", shown: "north" },
    ]);
    assert.ok(isLiteralSecret(program, ["env", "API_KEY"]));
    assert.ok(!isLiteralSecret(program, ["env", "REGION"]));
    // The kind of the entry is wrong, so that nothing says what its texts are.
    const odd = { url: "https://x.example/?token=planted-value", args: 1, headers: { "X-Team": "planted-team" } };
    assert.doesNotMatch(JSON.stringify([formFields(odd), shownMap(odd, "headers")]), /planted/);
    assert.ok(isLiteralSecret(odd, ["headers", "X-Team"]));
    assert.ok(isLiteralSecret(odd, ["url"]));
  });

  it("reads what was typed as it was written", () => {
    for (const words of [["-y", "a b"], ["x"], ['say "no"']])
      assert.deepEqual(typedValue("words", typedAs("words", words) ?? ""), words);
    assert.equal(typedAs("words", ["'\""]), undefined, "no line stands for it");
    assert.equal(typedValue("words", " "), undefined);
    assert.equal(typedValue("number", "90"), 90);
    assert.equal(typedValue("number", "soon"), "soon");
    assert.equal(typedValue("text", " /x "), "/x");
  });

  it("says what is wrong in the words of the diagnostics", () => {
    const problem = (key: string, value: unknown) => fieldProblem(withTyped(program, [key], value), [key]);
    assert.match(problem("callTimeoutSeconds", "soon") ?? "", /must be/);
    assert.match(problem("command", undefined) ?? "", /neither "command" nor "url"/);
    assert.match(problem("cwd", "${nothing}") ?? "", /nothing/);
    assert.equal(problem("cwd", "/x"), undefined);
    assert.match(fieldProblem(withTyped(program, ["env", "A=B"], "x"), ["env", "A=B"]) ?? "", /./);
  });

  it("says of a field only what is wrong with it", () => {
    const soon = withTyped(program, ["callTimeoutSeconds"], "soon");
    assert.equal(fieldProblem(soon, ["cwd"]), undefined, "another field is wrong");
    assert.equal(fieldProblem(soon, ["command"]), undefined, "the program is there");
    const named = withTyped(program, ["env", "A=B"], "x");
    assert.equal(fieldProblem(named, ["env", "REGION"]), undefined, "another name is wrong");
    assert.equal(fieldProblem(program, ["odd"]), undefined, "a warning is no mistake");
    assert.match(fieldProblem({ env: {} }, ["url"]) ?? "", /neither "command" nor "url"/);
    assert.equal(fieldProblem({ env: {} }, ["env"]), undefined, "the entry is wrong, and not its variables");
  });

  it("types into a map that is not there, or is none", () => {
    assert.deepEqual(withTyped({ command: "x" }, ["env", "A"], "1"), { command: "x", env: { A: "1" } });
    assert.deepEqual(withTyped({ command: "x", env: "y" }, ["env", "A"], "1"), { command: "x", env: { A: "1" } });
    assert.deepEqual(withTyped({ command: "x", cwd: "/y" }, ["cwd"], undefined), { command: "x" });
  });

  it("replaces a value that is a map only before or only after", () => {
    assert.deepEqual(formChanges({ env: { A: "1" } }, { env: "x" }), [{ path: ["env"], value: "x" }]);
    assert.deepEqual(formChanges({ env: "x" }, { env: { A: "1" } }), [{ path: ["env"], value: { A: "1" } }]);
    assert.deepEqual(formChanges({ env: { A: "1" } }, {}), [{ path: ["env"], value: undefined }]);
  });

  it("changes single names of a map, and leaves out what is the same", () => {
    const after = withTyped(
      withTyped(withTyped(program, ["env", "REGION"], undefined), ["env", "NEW"], "1"),
      ["cwd"],
      "/x",
    );
    assert.deepEqual(formChanges(program, after), [
      { path: ["env", "REGION"], value: undefined },
      { path: ["env", "NEW"], value: "1" },
      { path: ["cwd"], value: "/x" },
    ]);
    assert.deepEqual(formChanges(program, { ...program }), []);
    assert.deepEqual(formChanges({ command: "x" }, { command: "x", env: { A: "1" } }), [
      { path: ["env"], value: { A: "1" } },
    ]);
  });

  it("stands for a server once nothing is wrong with it", () => {
    assert.equal(formConfig({ command: "x", args: "y" }), undefined);
    assert.deepEqual(formConfig({ command: "x" }), { command: "x" });
    assert.deepEqual(formConfig({ command: "x", odd: "a warning" }), { command: "x" });
    assert.equal(formConfig({ command: "x", callTimeoutSeconds: "soon" }), undefined);
    assert.equal(formConfig({}), undefined);
  });
});

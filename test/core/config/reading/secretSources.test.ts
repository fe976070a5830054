import assert from "node:assert/strict";
import { readSecretSources } from "../../../../src/core/config/reading/secretSources";

const read = (value: unknown) => readSecretSources(JSON.stringify(value), "/hub.json");

describe("where a file says that secrets come from", () => {
  it("is nowhere where it says nothing, or is no JSON", () => {
    for (const text of ["{}", "", "not JSON", "[1]", "7"])
      assert.deepEqual(readSecretSources(text, "/hub.json"), {}, text);
    assert.deepEqual(read({ servers: {} }), {});
  });

  it("is read with comments, a comma at the end, and a byte order mark", () =>
    assert.deepEqual(readSecretSources('\ufeff{ // here\n"secretsFolder": "/s", }', "/hub.json"), {
      secretsFolder: "/s",
    }));

  it("has 30 seconds for a program, whose values are used for five minutes", () =>
    assert.deepEqual(read({ secretCommand: { command: "pass" } }).secretCommand, {
      ...{ command: "pass", args: [], timeoutSeconds: 30, cacheSeconds: 300 },
    }));

  const limits: readonly [what: string, value: object, fits: boolean][] = [
    ["a key of 64 letters", { signInKey: "x".repeat(64) }, true],
    ["a longer key", { signInKey: "x".repeat(65) }, false],
    ["a key with a slash", { signInKey: "a/b" }, false],
    ["an empty folder", { secretsFolder: "" }, false],
    ["an empty program", { secretCommand: { command: "" } }, false],
    ["100 arguments", { secretCommand: { command: "a", args: new Array(100).fill("x") } }, true],
    ["more arguments", { secretCommand: { command: "a", args: new Array(101).fill("x") } }, false],
    ["a second", { secretCommand: { command: "a", timeoutSeconds: 1 } }, true],
    ["less than a second", { secretCommand: { command: "a", timeoutSeconds: 0.9 } }, false],
    ["five minutes", { secretCommand: { command: "a", timeoutSeconds: 300 } }, true],
    ["more than five minutes", { secretCommand: { command: "a", timeoutSeconds: 301 } }, false],
    ["no cache", { secretCommand: { command: "a", cacheSeconds: 0 } }, true],
    ["a cache of a day", { secretCommand: { command: "a", cacheSeconds: 86_400 } }, true],
    ["a longer cache", { secretCommand: { command: "a", cacheSeconds: 86_401 } }, false],
    ["an unknown key of the program", { secretCommand: { command: "a", more: 1 } }, false],
  ];
  for (const [what, value, fits] of limits)
    it(`${fits ? "may be" : "is not"} ${what}`, () => {
      if (fits) assert.ok(read(value));
      else assert.throws(() => read(value), { code: "bad-config", message: /^\/hub\.json: "/ });
    });
});

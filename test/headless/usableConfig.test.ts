import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfigFile } from "../../src/core/config/reading/configFile";
import { checkUsable, configText } from "../../src/headless/usableConfig";

describe("a configuration file", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "config-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("is read as text", async () => {
    const file = join(folder, "servers.json");
    await writeFile(file, '{ "servers": "ä" }');
    assert.equal(await configText(file), '{ "servers": "ä" }');
  });

  it("is refused with the reason where it cannot be read", async () => {
    const missing = join(folder, "missing.json");
    await assert.rejects(configText(missing), {
      code: "bad-config",
      message: `The configuration ${missing} cannot be read: there is no such file. Correct --config.`,
    });
    await assert.rejects(configText(folder), {
      code: "bad-config",
      message: /cannot be read: EISDIR.*Correct --config\.$/,
    });
  });

  const rows: [what: string, text: string, refusal: RegExp | undefined][] = [
    ["no JSON", "{", /^servers\.json: ./],
    ["no entry that can be used, and no other", '{ "servers": 1 }', /^servers\.json: ./],
    ["no server at all", '{ "servers": {} }', undefined],
    ["a server", '{ "servers": { "a": { "command": "x" } } }', undefined],
    ["a server beside a problem", '{ "servers": { "a": { "command": "x" } }, "logLevel": 1 }', undefined],
    ["only a warning", '{ "servers": {}, "nonsense": 1 }', undefined],
  ];
  for (const [what, text, refusal] of rows)
    it(`${refusal ? "is refused" : "can be used"} where it has ${what}`, () => {
      const check = () => checkUsable(readConfigFile(text, "servers.json", {}), "servers.json");
      if (refusal) assert.throws(check, { code: "bad-config", message: refusal });
      else check();
    });
});

import assert from "node:assert/strict";
import { parse } from "jsonc-parser/lib/esm/main.js";
import { configImport } from "../../../../src/core/apps/import/configImport";
import { variableOf } from "../../../../src/headless/environmentValues";
import { found, source } from "./importWorld";

const path = "/srv/servers.json";
const planned = (mcpServers: object, text: string) =>
  configImport(found([source("cursor", { mcpServers })]), text, path, variableOf);

function change(of: ReturnType<typeof configImport>) {
  return of.kind === "change" ? of : assert.fail(of.reason);
}

describe("a configuration file with imported servers", () => {
  const a = { command: "x", env: { API_KEY: "planted-a", REGION: "north" } };
  const b = { command: "y", env: { API_KEY: "planted-b" } };

  it("holds no secret, and a variable of its own for each", () => {
    const { after, servers, needed } = change(planned({ a, b }, ""));
    assert.ok(!after.includes("planted"));
    assert.deepEqual(servers, ["a", "b"]);
    assert.deepEqual(parse(after), {
      servers: {
        a: { command: "x", env: { API_KEY: "${secret:A_API_KEY}", REGION: "north" } },
        b: { command: "y", env: { API_KEY: "${secret:B_API_KEY}" } },
      },
    });
    assert.deepEqual(needed, [
      { server: "a", variable: "MCP_HUB_INPUT_A_API_KEY" },
      { server: "b", variable: "MCP_HUB_INPUT_B_API_KEY" },
    ]);
  });

  it("never shares a variable with another server, whatever both are called", () => {
    const text = '{"servers": {"old": {"command": "z", "env": {"K": "${secret:A-API.KEY}"}}}}';
    const { needed } = change(planned({ a, "A ": { ...b, args: ["1"] }, "a.": { ...b, args: ["2"] } }, text));
    const variables = needed.map(({ variable }) => variable);
    assert.equal(variables.length, 3);
    assert.equal(new Set([...variables, "MCP_HUB_INPUT_A_API_KEY"]).size, 4);
  });

  for (const root of ["servers", "mcpServers", "mcpHub.servers"])
    it(`keeps comments and layout, where the file has "${root}"`, () => {
      const text = `\ufeff{\r\n\t// mine\r\n\t"${root}": {\r\n\t\t"old": { "command": "o" } // old\r\n\t},\r\n}\r\n`;
      const { after } = change(planned({ a }, text));
      for (const kept of ["\ufeff{\r\n\t// mine\r\n", '"old": { "command": "o" } // old'])
        assert.ok(after.includes(kept), after);
      assert.ok(!/[^\r]\n/.test(after));
      assert.deepEqual(Object.keys(parse(after)[root]), ["a", "old"]);
    });

  it("puts them where the file's servers count", () => {
    const text = '{"mcpServers": {"old": {"command": "o"}}, "servers": {"new": {"command": "n"}}}';
    assert.deepEqual(Object.keys(parse(change(planned({ a }, text)).after).servers), ["a", "new"]);
  });

  it("keeps what takes a variable out of the environment", () => {
    const all = found([source("cursor", { mcpServers: { a } })]);
    const config = { command: "x", env: { A: null, B: 2, API_KEY: "planted-a" } };
    const { after } = change(
      configImport(
        all.map((one) => ({ ...one, config })),
        "",
        path,
        variableOf,
      ),
    );
    assert.deepEqual(parse(after).servers.a.env, { A: null, B: 2, API_KEY: "${secret:A_API_KEY}" });
  });

  it("is refused where it is broken, or where what was written would be read as something else", () => {
    assert.equal(planned({ a }, '{"servers": ').kind, "refused");
    assert.equal(planned({ a }, '{"servers": 3}').kind, "refused");
    const all = found([source("cursor", { mcpServers: { literal: { command: "x" } } })]);
    const literal = all.map((one) => ({ ...one, config: { command: "x", args: ["${NAME}"] } }));
    assert.equal(configImport(literal, '{"mcpServers": {}}', path, variableOf).kind, "refused");
  });
});

import assert from "node:assert/strict";
import { parse } from "jsonc-parser/lib/esm/main.js";
import { plannedImport } from "../../../../src/core/apps/import/plannedImport";
import { readServers } from "../../../../src/core/config/reading/readServers";
import { secretKey } from "../../../../src/core/config/secrets/secretKey";
import { found, known, source } from "./importWorld";

const user = { location: { scope: "user" as const }, prefix: [] };
const cursor = (mcpServers: object) => source("cursor", { mcpServers });

function change(planned: ReturnType<typeof plannedImport>) {
  return planned.kind === "change" ? planned : assert.fail(planned.reason);
}

describe("the settings with imported servers", () => {
  const secret = "planted-api-value";
  const two = [
    cursor({
      a: { command: "x", env: { API_KEY: secret, REGION: "north" }, disabled: true },
      b: { url: "https://x.example" },
    }),
  ];

  it("hold no secret, and its value is stored under the key by which the hub looks for it", () => {
    const { after, secrets, servers } = change(plannedImport(found(two), { ...user, text: "" }));
    assert.deepEqual(servers, ["a", "b"]);
    assert.ok(!after.includes(secret));
    const content = parse(after);
    assert.deepEqual(content["mcpHub.servers"], {
      a: { command: "x", env: { API_KEY: "${secret:API_KEY}", REGION: "north" }, enabled: false },
      b: { type: "http", url: "https://x.example" },
    });
    const { entries, problems } = readServers(content["mcpHub.servers"], { scope: "user" });
    assert.deepEqual(problems, []);
    const [entry] = entries;
    assert.ok(entry?.content.kind === "server");
    const { config } = entry.content;
    const key = secretKey(
      { scope: "user", id: "a", label: "a", enabled: false, entry: { kind: "valid", config } },
      "API_KEY",
    );
    assert.deepEqual(secrets, [{ key, value: secret }]);
  });

  it("keep comments, order and layout", () => {
    const text =
      '\ufeff{\r\n\t// mine\r\n\t"a": 1, // one\r\n\t"mcpHub.servers": {\r\n\t\t"old": { "command": "y" } // old\r\n\t},\r\n}\r\n';
    const { after } = change(plannedImport(found(two), { ...user, text }));
    for (const kept of ["\ufeff{\r\n\t// mine\r\n", '"a": 1, // one', '"old": { "command": "y" }', "// old"])
      assert.ok(after.includes(kept), kept);
    assert.ok(!/[^\r]\n/.test(after));
  });

  it("go into a workspace file, and where the servers are nested already", () => {
    const { after } = change(plannedImport(found(two), { ...user, text: '{"folders": []}', prefix: ["settings"] }));
    assert.deepEqual(Object.keys(parse(after).settings["mcpHub.servers"]), ["a", "b"]);
    const nested = change(
      plannedImport(found(two), { ...user, text: '{"mcpHub": {"servers": {"old": {"command": "y"}}}}' }),
    );
    assert.deepEqual(Object.keys(parse(nested.after).mcpHub.servers), ["a", "b", "old"]);
  });

  it("are refused where they are broken", () => {
    for (const text of ['{"a": ', "[]", '"x"', '{"mcpHub.servers": {} "b": 1}'])
      assert.equal(plannedImport(found(two), { ...user, text }).kind, "refused", text);
  });

  it("say nothing of the tools that the app hides: they are turned off beside the settings", () => {
    const hidden = { command: "x", disabledTools: ["rm", "mv"] };
    const all = found([
      source("roo", { mcpServers: { a: hidden, b: { command: "y" } } }),
      source("gemini-cli", { mcpServers: { c: { command: "z", includeTools: ["one"], excludeTools: ["two"] } } }),
    ]);
    const text = '{"mcpHub.policy": [{"do": "ask"}]}';
    const planned = change(plannedImport(all, { ...user, text }));
    assert.deepEqual(planned.hidden, [
      { server: "a", off: ["rm", "mv"] },
      { server: "c", off: ["two"], only: ["one"] },
    ]);
    const content = parse(planned.after);
    assert.deepEqual(content["mcpHub.policy"], [{ do: "ask" }]);
    assert.deepEqual(content["mcpHub.servers"].a, { command: "x" });
  });

  it("turn tools off by the id of a server that is changed, whatever it is called in the settings", () => {
    const there = known("web", { url: "https://x.example" }, { id: "web (shop)", key: "web" });
    const entry = { url: "https://x.example", headers: { "X-A": "1" }, disabledTools: ["rm"] };
    const all = found([source("windsurf", { mcpServers: { web: entry } })], { known: [there] });
    const text = '{"mcpHub.servers": {"web": {"url": "https://x.example"}}}';
    const planned = change(plannedImport(all, { ...user, text }));
    assert.deepEqual(planned.servers, ["web"]);
    assert.deepEqual(planned.hidden, [{ server: "web (shop)", off: ["rm"] }]);
  });

  it("change a server that differs, and keep what the person has set on it", () => {
    const text =
      '{\n  "mcpHub.servers": {\n    "web": {\n      "url": "https://x.example", // ours\n      "headers": { "X-A": "1" },\n      "retries": 5,\n      "label": "Web"\n    }\n  }\n}\n';
    const web = known("web", { url: "https://x.example", headers: { "X-A": "1" }, retries: 5, label: "Web" });
    const drifted = found(
      [cursor({ theirs: { url: "https://x.example", headers: { Authorization: "Bearer planted-new-value" } } })],
      { known: [web] },
    );
    const { after, servers, secrets } = change(plannedImport(drifted, { ...user, text }));
    assert.deepEqual(servers, ["web"]);
    assert.deepEqual(parse(after)["mcpHub.servers"], {
      web: {
        type: "http",
        url: "https://x.example",
        headers: { Authorization: "Bearer ${secret:Authorization}" },
        retries: 5,
        label: "Web",
      },
    });
    assert.match(after, /\/\/ ours/);
    assert.deepEqual(
      secrets.map(({ value }) => value),
      ["planted-new-value"],
    );
  });

  it("get a server of their own where the one that differs is in other settings", () => {
    const web = known("web", { url: "https://x.example" }, { scope: "workspace", source: "/work/shop" });
    const all = found([cursor({ web: { url: "https://x.example", headers: { "X-A": "1" } } })], { known: [web] });
    const { after, servers } = change(plannedImport(all, { ...user, text: "{}" }));
    assert.deepEqual(servers, ["web-2"]);
    assert.deepEqual(Object.keys(parse(after)["mcpHub.servers"]), ["web-2"]);
  });

  it("change one server once, though two differ from it", () => {
    const web = known("web", { url: "https://x.example" });
    const all = found(
      [
        cursor({
          one: { url: "https://x.example", headers: { A: "1" } },
          two: { url: "https://x.example", headers: { B: "1" } },
        }),
      ],
      { known: [web] },
    );
    const text = '{"mcpHub.servers": {"web": {"url": "https://x.example"}}}';
    assert.deepEqual(change(plannedImport(all, { ...user, text })).servers, ["web", "two"]);
  });

  it("hold what is imported switched off where the person wants that", () => {
    const { after } = change(plannedImport(found(two), { ...user, text: "{}" }, true));
    const servers = Object.values(parse(after)["mcpHub.servers"]) as { enabled?: boolean }[];
    assert.deepEqual(
      servers.map(({ enabled }) => enabled),
      [false, false],
    );
  });
});

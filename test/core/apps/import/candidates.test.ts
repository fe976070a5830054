import assert from "node:assert/strict";
import { worthImporting } from "../../../../src/core/apps/import/candidates";
import { plannedImport } from "../../../../src/core/apps/import/plannedImport";
import { found, known, source } from "./importWorld";

const claude = (mcpServers: object) => source("claude-code", { mcpServers }, ".claude.json");
const cursor = (mcpServers: object) => source("cursor", { mcpServers });
const kinds = (all: ReturnType<typeof found>) => all.map(({ name, verdict }) => [name, verdict.kind]);

describe("what can be imported", () => {
  it("is new, the same, or different by what it runs, and not by its name", () => {
    const all = found(
      [
        cursor({
          fresh: { command: "uvx", args: ["fresh"] },
          other: { command: "npx", args: ["-y", "gh"], env: { TOKEN: "planted-value" } },
          changed: { url: "https://x.example/mcp", headers: { "X-Team": "b" } },
          gh: { command: "node", args: ["unrelated.js"] },
        }),
      ],
      {
        known: [
          known("gh", { command: "npx", args: ["gh"], env: { TOKEN: "${secret:TOKEN}" } }),
          known("web", { url: "https://x.example/mcp/", headers: { "X-Team": "a" } }),
        ],
      },
    );
    assert.deepEqual(
      all.map(({ name, verdict }) => [name, verdict]),
      [
        ["fresh", { kind: "new" }],
        ["other", { kind: "same", as: "gh" }],
        ["changed", { kind: "differs", as: "web", what: [{ kind: "changed", key: "headers.x-team" }] }],
        ["gh-2", { kind: "new" }],
      ],
    );
    assert.deepEqual(all[1]?.secrets, ["TOKEN"]);
    assert.ok(!JSON.stringify(all.map(({ verdict, secrets, notes }) => [verdict, secrets, notes])).includes("planted"));
  });

  it("is listed once where several apps have it, and under another name where only the name is the same", () => {
    const all = found([
      claude({ gh: { command: "npx", args: ["-y", "gh"] } }),
      cursor({
        github: { command: "npx", args: ["gh"] },
        gh: { command: "other" },
        more: { command: "npx", args: ["gh"], env: { A: "1" } },
      }),
    ]);
    assert.deepEqual(
      all.map(({ name, verdict }) => [name, verdict]),
      [
        ["gh", { kind: "new" }],
        ["github", { kind: "same", as: "gh" }],
        ["gh-2", { kind: "new" }],
        ["more", { kind: "differs", as: "gh", what: [{ kind: "added", key: "env.A" }] }],
      ],
    );
  });

  it("is imported once of several that are the same, and not where it is there already", () => {
    const all = found(
      [
        claude({ gh: { command: "gh" } }),
        cursor({ twin: { command: "gh" }, here: { command: "x" }, bad: { command: 7 } }),
      ],
      { known: [known("x", { command: "x" })] },
    );
    const names = (chosen: typeof all) => worthImporting(chosen).map(({ name }) => name);
    assert.deepEqual(names(all), ["gh"]);
    assert.deepEqual(names(all.slice(1)), ["twin"], "The one that it is the same as was not chosen.");
    assert.deepEqual(names(all.slice(2)), []);
  });

  it("reads a file once that several apps read", () => {
    const entries = { mcpServers: { a: { command: "x" } } };
    assert.deepEqual(
      kinds(found([source("claude-code", entries, "/.mcp.json"), source("vscode", entries, "/.mcp.json")])),
      [["a", "new"]],
    );
  });

  it("says why something cannot be imported", () => {
    const all = found([
      cursor({
        broken: { command: 7 },
        variable: { command: "x", args: ["${cwd}"] },
        hub: { url: "http://127.0.0.1:24319/mcp", headers: { Authorization: "Bearer x" } },
        program: { command: "node", args: ["/home/ann/storage/bin/mcp-client-hub.cjs", "stdio"] },
        moved: { url: "http://127.0.0.1:9999/mcp", headers: { Authorization: `Bearer mcphub_${"a".repeat(43)}` } },
      }),
      source("zed", { context_servers: { ext: { settings: {} } } }, "/zed/settings.json"),
    ]);
    const why = all.map(({ verdict }) => (verdict.kind === "cannot" ? verdict.why : verdict.kind));
    assert.match(why[0] ?? "", /"command" must be/);
    assert.match(why[1] ?? "", /is not a variable that the hub knows/);
    for (const at of [2, 3, 4]) assert.match(why[at] ?? "", /this hub itself/);
    assert.match(why[5] ?? "", /extension of Zed/);
    assert.ok(all.every(({ config }) => config === undefined));
  });

  it("is a server of this machine that is not the hub", () => {
    const [figma] = found([cursor({ figma: { url: "http://127.0.0.1:3845/mcp" } })]);
    assert.deepEqual(figma?.verdict, { kind: "new" });
  });

  it("is nothing from a project that runs something else by its environment, unless the person allows it", () => {
    const project = source(
      "cursor",
      { mcpServers: { a: { command: "x", env: { NODE_OPTIONS: "--require ./evil.js" } } } },
      "/work/shop/.cursor/mcp.json",
    );
    const [refused] = found([project]);
    assert.match(refused?.verdict.kind === "cannot" ? refused.verdict.why : "", /NODE_OPTIONS/);
    assert.deepEqual(kinds(found([project], { limits: { allowedEnvironment: ["NODE_OPTIONS"], inheritEnv: [] } })), [
      ["a", "new"],
    ]);
    assert.deepEqual(kinds(found([cursor({ a: { command: "x", env: { NODE_OPTIONS: "-r x" } } })])), [["a", "new"]]);
  });

  it("is what runs behind cmd, except on Windows", () => {
    const wrapped = [cursor({ a: { command: "cmd", args: ["/c", "npx", "a"] } })];
    assert.deepEqual(found(wrapped)[0]?.config, { command: "npx", args: ["a"] });
    assert.deepEqual(found(wrapped, { platform: "win32" })[0]?.config, { command: "cmd", args: ["/c", "npx", "a"] });
  });

  it("gets a valid name, and keeps one with spaces and slashes", () => {
    const all = found([
      cursor({ "figma/desktop one": { command: "a" }, " \u200b": { command: "b" }, "": { command: "c" } }),
    ]);
    assert.deepEqual(
      all.map(({ name }) => name),
      ["figma/desktop one", "server"],
    );
  });

  it("is known again after an import, and its drift is named", () => {
    const before = cursor({ a: { command: "x", args: ["1"], env: { TOKEN: "planted-value", REGION: "north" } } });
    const planned = plannedImport(found([before]), { location: { scope: "user" }, text: "{}", prefix: [] });
    assert.ok(planned.kind === "change");
    const { origins } = planned;
    assert.ok(!JSON.stringify(origins).includes("planted"));
    const own = known("a", { command: "x", args: ["1"], env: { TOKEN: "${secret:TOKEN}", REGION: "mine" } });
    assert.deepEqual(
      found([before], { known: [own], origins }).map(({ verdict }) => verdict),
      [{ kind: "same", as: "a" }],
      "The person changed the hub's entry, and the source is as it was.",
    );
    const after = cursor({ a: { command: "x", args: ["2"], env: { TOKEN: "planted-value", REGION: "south" } } });
    assert.deepEqual(
      found([after], { known: [own], origins }).map(({ verdict }) => verdict),
      [
        {
          kind: "drifted",
          as: "a",
          what: [
            { kind: "changed", key: "args" },
            { kind: "changed", key: "env.REGION" },
          ],
        },
      ],
    );
  });

  it("is only known again in the place that it was imported from, and under the name that it got", () => {
    const planned = plannedImport(found([cursor({ a: { url: "https://x.example/1" } })]), {
      ...{ location: { scope: "user" }, text: "{}", prefix: [] },
    });
    assert.ok(planned.kind === "change");
    const [origin] = planned.origins;
    assert.ok(origin);
    const own = known("a", { url: "https://x.example/1" });
    const after = cursor({ a: { url: "https://x.example/2" } });
    const verdict = (change: Partial<typeof origin>, server = own) =>
      found([after], { known: [server], origins: [{ ...origin, ...change }] })[0]?.verdict;
    assert.deepEqual(verdict({}), { kind: "drifted", as: "a", what: [{ kind: "changed", key: "url" }] });
    for (const other of [{ app: "zed" }, { file: "/x" }, { path: ["b"] }, { server: "b" }, { source: "/w" }])
      assert.deepEqual(verdict(other), { kind: "new" }, JSON.stringify(other));
    const same = known("a", { url: "https://x.example/2" });
    assert.deepEqual(verdict({}, same), { kind: "same", as: "a" }, "The hub's entry was changed in the same way.");
    const broken = { kind: "invalid", error: { code: "bad-config", message: "" } } as const;
    assert.deepEqual(verdict({}, { ...own, entry: broken }), { kind: "new" });
  });

  it("takes a name only where it gets one", () => {
    const all = found([claude({ web: { command: "x" }, gh: { command: "gh" } }), cursor({ web: { command: "y" } })], {
      known: [known("x", { command: "x" })],
    });
    assert.deepEqual(kinds(all), [
      ["web", "same"],
      ["gh", "new"],
      ["web", "new"],
    ]);
    const twins = found([claude({ a: { command: "x" }, b: { command: "x" } }), cursor({ b: { command: "y" } })]);
    assert.deepEqual(kinds(twins), [
      ["a", "new"],
      ["b", "same"],
      ["b-2", "new"],
    ]);
  });

  it("names the values that the hub asks for", () => {
    const servers = { a: { command: "x", env: { KEY: "${input:key}" } } };
    assert.deepEqual(found([source("vscode", { servers }, "/mcp.json")])[0]?.asked, ["key"]);
  });

  it("says what is wrong before what is odd", () => {
    const [a] = found([source("gemini-cli", { mcpServers: { a: { trust: true, command: 7 } } })]);
    assert.match(a?.verdict.kind === "cannot" ? a.verdict.why : "", /"command" must be/);
  });

  it("notes what is not taken over: grants; a choice of tools is taken over", () => {
    const [a] = found([
      source("gemini-cli", {
        mcpServers: { a: { command: "x", trust: true, includeTools: ["one"], excludeTools: ["two"] } },
      }),
    ]);
    assert.deepEqual(
      (a?.notes ?? []).map(({ message }) => /"trust" lets tools run/.test(message)),
      [true],
    );
    assert.deepEqual(a?.entry.allowedTools, ["one"]);
    assert.deepEqual(a?.config, { command: "x" });
  });
});

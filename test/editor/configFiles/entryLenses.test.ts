import assert from "node:assert/strict";
import { importLenses, overriddenLenses, ownerOf, serverLenses } from "../../../src/editor/configFiles/entryLenses";
import type { ConnectionState } from "../../../src/protocol/connectionState";
import type { ServerView } from "../../../src/protocol/hubView";
import { found, known, source } from "../../core/apps/import/importWorld";

const counts = { tools: 5, resources: 0, resourceTemplates: 0, prompts: 0 };
const error = { code: "transport", message: "It ended." } as const;
const info = { name: "s", version: "1", protocolVersion: "2025-11-25", transport: "stdio" } as const;

const view = (state: ConnectionState): ServerView => ({
  id: "files",
  label: "files",
  scope: "user",
  state,
  counts,
  inFlight: 0,
});

describe("the lenses above an entry of the settings", () => {
  const rows: [state: ConnectionState, titles: string][] = [
    [{ kind: "ready", since: 0, losses: 0, info }, "$(pass) Ready, 5 tools | Stop | Restart | Show"],
    [{ kind: "starting", attempt: 1, losses: 0 }, "$(sync) Connecting | Stop | Restart | Show"],
    [
      { kind: "waiting", attempt: 2, losses: 0, error },
      "$(sync) Attempt 2 failed, trying again | Stop | Restart | Show",
    ],
    [{ kind: "stopped", reason: "person" }, "$(circle-large-outline) Disconnected | Start | Show"],
    [{ kind: "stopped", reason: "disabled" }, "$(circle-large-outline) Disabled | Enable | Show"],
    [{ kind: "needs-auth", error }, "$(sign-in) Needs sign-in | Sign In | Stop | Show"],
    [{ kind: "needs-consent", error }, "$(shield) Waits for your permission | Review | Show"],
    [{ kind: "failed", error }, "$(error) Failed | Restart | Diagnose | Show"],
  ];
  for (const [state, titles] of rows)
    it(`say what it does and what can be done: ${state.kind}`, () => {
      const lenses = serverLenses(view(state));
      assert.equal(lenses.map(({ title }) => title).join(" | "), titles);
      const [words, ...actions] = lenses;
      assert.equal(words?.command, undefined);
      for (const { command, argument } of actions) assert.ok(command?.startsWith("mcpHub.") && argument === "files");
    });

  it("run the command that their words promise", () => {
    const promised = new Map(
      rows
        .flatMap(([state]) => serverLenses(view(state)))
        .flatMap(({ title, command }) => (command ? [[title, command]] : [])),
    );
    assert.deepEqual(Object.fromEntries(promised), {
      Start: "mcpHub.connectServer",
      Stop: "mcpHub.disconnectServer",
      Restart: "mcpHub.restartServer",
      Enable: "mcpHub.enableServer",
      "Sign In": "mcpHub.signIn",
      Review: "mcpHub.reviewServers",
      Diagnose: "mcpHub.diagnose",
      Show: "mcpHub.showServer",
    });
  });

  it("draw no icon that a server names", () => {
    const said = {
      ...view({ kind: "starting", attempt: 1, losses: 0, progress: { step: "lists", said: "$(bug) hi" } }),
    };
    assert.match(serverLenses(said)[0]?.title ?? "", /\\\$\(bug\) hi/);
  });
});

describe("the server of an entry", () => {
  const user = known("files", { command: "a" });
  const workspace = known("files", { command: "b" }, { scope: "workspace", source: "/w" });
  const renamed = known("files-b", { command: "c" }, { key: "files", scope: "folder", source: "/w/b" });

  it("is the one that the same settings define, by the name that is written there", () => {
    assert.deepEqual(ownerOf("files", { scope: "user" }, [user]), { definition: user, isOverridden: false });
    const location = { scope: "folder", source: "/w/b" } as const;
    assert.equal(ownerOf("files", location, [user, renamed])?.definition, renamed);
  });

  it("is that of a wider scope, which the entry changes", () =>
    assert.deepEqual(ownerOf("files", { scope: "workspace", source: "/w" }, [user]), {
      definition: user,
      isOverridden: false,
    }));

  it("is another one where a narrower scope replaces it, and the lens says so", () => {
    const owner = ownerOf("files", { scope: "user" }, [workspace]);
    assert.deepEqual(owner, { definition: workspace, isOverridden: true });
    assert.deepEqual(overriddenLenses(workspace), [
      {
        title: "Not used: the workspace settings replace it",
        command: "mcpHub.openServerSettings",
        argument: "files",
      },
    ]);
  });

  it("is replaced by the remote settings or by those of a folder, too", () => {
    const titleOf = (scope: "remote" | "folder") => overriddenLenses({ ...user, scope })[0]?.title;
    assert.equal(titleOf("remote"), "Not used: the remote settings replace it");
    assert.equal(titleOf("folder"), "Not used: the settings of a folder replace it");
  });

  it("is unknown for an entry that nobody has read yet", () =>
    assert.equal(ownerOf("new", { scope: "user" }, [user]), undefined));
});

describe("the lens above a server of another app", () => {
  const servers = {
    fresh: { command: "a" },
    same: { url: "https://x.example/mcp" },
    other: { url: "https://y.example/mcp", headers: { "X-Team": "b" } },
    broken: { command: 7 },
  };
  const all = found([source("cursor", { mcpServers: servers })], {
    known: [known("web", { url: "https://x.example/mcp" }), known("why", { url: "https://y.example/mcp" })],
  }).map(importLenses);

  it("imports what is new, that entry alone", () =>
    assert.deepEqual(all[0], [
      {
        title: "Import into MCP Hub",
        command: "mcpHub.importServers",
        argument: { file: "/home/ann/.cursor/mcp.json", path: ["mcpServers", "fresh"] },
      },
    ]));

  it("leads to what is here already", () =>
    assert.deepEqual(all[1], [
      { title: 'Already in MCP Hub as "web"', command: "mcpHub.openServerSettings", argument: "web" },
    ]));

  it("says what differs", () =>
    assert.deepEqual(
      all[2]?.map(({ title, command }) => [title, command]),
      [
        ["Import into MCP Hub", "mcpHub.importServers"],
        ['Differs from "why": +headers.x-team', "mcpHub.openServerSettings"],
      ],
    ));

  it("names the same server of another file, and what changed since an import", () => {
    const candidate = { source: source("cursor", { mcpServers: {} }), entry: { path: ["mcpServers", "x"] } };
    const lenses = (verdict: object) => importLenses({ ...candidate, verdict } as never);
    assert.deepEqual(lenses({ kind: "same", as: "web" }), [{ title: 'The same server as "web"' }]);
    const what = [{ kind: "changed", key: "args" }];
    const [first, drifted] = lenses({ kind: "drifted", as: "web", what });
    assert.equal(first?.command, "mcpHub.importServers");
    assert.match(drifted?.title ?? "", /^Changed since it was imported as "web": args$/);
    assert.equal(drifted?.command, undefined, "it leads nowhere where no server of the hub is meant");
  });

  it("says why something cannot be imported, and does nothing", () => {
    assert.match(all[3]?.[0]?.title ?? "", /^Cannot be imported into MCP Hub: .*"command" must be/);
    assert.equal(all[3]?.[0]?.command, undefined);
  });
});

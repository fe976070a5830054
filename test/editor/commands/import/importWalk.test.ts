import assert from "node:assert/strict";
import type { Candidate } from "../../../../src/core/apps/import/candidate";
import { ImportWalk } from "../../../../src/editor/commands/import/importWalk";
import type { Choices } from "../../../../src/editor/commands/import/pickCandidates";
import { found, known, source } from "../../../core/apps/import/importWorld";
import { linux } from "../../../core/apps/writtenEntries";
import { type Answer, back, cancel } from "../../../support/scriptedPerson";
import { ScriptedScreen } from "../../../support/scriptedScreen";

const servers = { plain: { command: "a" }, other: { command: "b", env: { API_KEY: "ghp_aaaaaaaaaaaaaaaaaaaaaaaa" } } };
const cursor = source("cursor", { mcpServers: servers });
const roo = source("roo", { mcpServers: { rooed: { command: "c", disabledTools: ["rm"] } } });
const sources = [cursor, roo];
const candidates = found(sources);
const named = (name: string, all: readonly Candidate[] = candidates) =>
  all.find(({ entry }) => entry.name === name) ?? assert.fail(name);

interface Around {
  readonly hasWorkspace?: boolean;
  readonly text?: string;
  readonly changes?: number;
  readonly choices?: Partial<Choices>;
}

function world(answers: readonly Answer[], { hasWorkspace = false, text = "{}", changes = 0, choices }: Around = {}) {
  const screen = new ScriptedScreen(...answers);
  const files = new Map([
    ["user", text],
    ["workspace", "{}"],
  ]);
  const did: string[] = [];
  const [titles, known]: [string[], string[]] = [[], []];
  let [left, open] = [changes, 0];
  const load = async ({ scope }: { scope: string }) => ({
    ...{ text: files.get(scope) ?? "", prefix: [], bytes: undefined },
  });
  const write = async ([change]: { location: { scope: string }; before: { text: string }; after: string }[]) => {
    if (!change || left-- > 0) return "changed";
    const { scope } = change.location;
    files.set(scope, change.after);
    const undo = async (first: () => Promise<void>) => {
      if (files.get(scope) !== change.after) return "changed";
      await first();
      files.set(scope, change.before.text);
      return "undone";
    };
    return { undo };
  };
  const secrets = new Map<string, string>();
  const ports = {
    screen,
    imports: {
      texts: { load, write },
      origins: { all: () => [], put: async () => {}, restore: async () => {} },
    },
    choice: {
      hide: async (_: unknown, where: string, isThere: (server: string) => boolean) => {
        did.push(`hid ${where}`);
        known.push(...["rooed", "gone"].filter(isThere));
        return async () => void did.push("unhid");
      },
    },
    stream: { view: { servers: [{ id: "other" }, { id: "rooed" }] } },
    secrets: {
      get: async (key: string) => secrets.get(key),
      set: async (key: string, value: string) => void secrets.set(key, value),
      delete: async (key: string) => void secrets.delete(key),
    },
    apps: {
      system: () => linux,
      proposals: {
        compare: async (_path: string, _before: string, _after: string, title: string) => {
          titles.push(title);
          open++;
          return { dispose: () => open-- };
        },
      },
    },
    tree: { focus: async () => void did.push("showed the tree") },
    showFailure: (error: unknown) => assert.fail(String(error)),
  } as unknown as ConstructorParameters<typeof ImportWalk>[0];
  const walk = new ImportWalk(ports, {
    hasWorkspace: () => hasWorkspace,
    workspace: () => ({ scope: "workspace", source: "/work" }),
    open: async () => {},
    follow: async (all) => void did.push(`followed ${all.length}`),
  });
  const run = async () => {
    const end = await walk.run({ title: "Import Servers", candidates, sources, ...choices });
    assert.deepEqual([screen.left, open], [0, 0], "all is answered, and no comparison stays open");
    return end;
  };
  return {
    run,
    walk,
    screen,
    did,
    known,
    titles,
    secrets,
    files,
    text: (scope: "user" | "workspace") => files.get(scope) ?? "",
  };
}

describe("the import of chosen servers", () => {
  it("shows the change, makes it, and can take it back", async () => {
    const { run, screen, titles, text, secrets, walk } = world([["plain", "other"], "Apply"]);
    assert.equal(await run(), "done");
    assert.deepEqual(Object.keys(JSON.parse(text("user"))["mcpHub.servers"]), ["plain", "other"]);
    assert.doesNotMatch(text("user"), /ghp_/);
    assert.deepEqual([...secrets.values()], ["ghp_aaaaaaaaaaaaaaaaaaaaaaaa"]);
    assert.deepEqual(titles, ["the user settings: now and with the servers"]);
    assert.deepEqual([screen.asked[0]?.step, screen.asked[1]?.step], ["1/2", "2/2"]);
    assert.deepEqual(screen.asked[1]?.items, ["Apply", "Apply, Switched Off", "Cancel"]);
    assert.equal(screen.asked[1]?.before, "Apply");
    assert.match(screen.notices[0]?.text ?? "", /^2 servers were imported\. 1 secret is/);
    await screen.press("Undo Import");
    assert.equal(text("user"), "{}");
    assert.equal(secrets.size, 0);
    assert.match(screen.notices[1]?.text ?? "", /^The settings are as they were/);
    await walk.undo();
    assert.deepEqual(screen.said, ["Nothing was imported in this window."]);
  });

  it("does not take back what has changed since", async () => {
    const { run, screen, files, did } = world([["plain"], "Apply"]);
    await run();
    files.set("user", "{ }");
    await screen.press("Undo Import");
    assert.match(screen.notices[1]?.text ?? "", /^The import was not undone/);
    assert.equal(screen.notices[1]?.isError, true);
    await screen.press("Show Servers");
    assert.deepEqual(did, ["showed the tree"]);
    assert.equal(files.get("user"), "{ }");
  });

  it("asks which settings get the servers, where there are several, and goes back step by step", async () => {
    const answers = [["plain"], "User Settings", back, back, ["other"], "Workspace Settings", "Apply"];
    const { run, screen, text } = world(answers, { hasWorkspace: true });
    await run();
    assert.deepEqual(
      screen.asked.map(({ step }) => step),
      ["1/3", "2/3", "3/3", "2/3", "1/3", "2/3", "3/3"],
    );
    assert.deepEqual(screen.asked[4]?.before, ["plain"]);
    assert.equal(screen.asked[5]?.before, "User Settings");
    assert.deepEqual(Object.keys(JSON.parse(text("workspace"))["mcpHub.servers"]), ["other"]);
    assert.equal(text("user"), "{}");
  });

  it("goes back from the change to the list where there is nothing between them", async () => {
    const { run, screen, text } = world([["plain"], back, ["other"], "Cancel"]);
    assert.equal(await run(), "done");
    assert.equal(screen.asked[2]?.step, "1/2");
    assert.equal(text("user"), "{}");
  });

  it("writes nothing after a cancel at any step", async () => {
    for (const answers of [[cancel], [["plain"], cancel], [["plain"], "User Settings", cancel]]) {
      const { run, text, screen } = world(answers, { hasWorkspace: answers.length === 3 });
      await run();
      assert.deepEqual([text("user"), screen.notices], ["{}", []]);
    }
  });

  it("writes servers switched off, and offers that only where a new one is on", async () => {
    const { run, text } = world([["plain"], "Apply, Switched Off"]);
    await run();
    assert.equal(JSON.parse(text("user"))["mcpHub.servers"].plain.enabled, false);
    const off = found([source("roo", { mcpServers: { off: { command: "c", disabled: true } } })]);
    const { run: again, screen } = world(["Apply"], { choices: { only: off } });
    await again();
    assert.deepEqual(screen.asked[0]?.items, ["Apply", "Cancel"]);
  });

  it("shows the change again where the settings changed meanwhile", async () => {
    const { run, screen, text } = world([["plain"], "Apply", "Apply"], { changes: 1 });
    await run();
    assert.match(screen.asked[1]?.says ?? "", /^Look at the change/);
    assert.match(screen.asked[2]?.says ?? "", /^The settings have changed since they were shown/);
    assert.match(text("user"), /plain/);
  });

  it("leads to settings that are broken", async () => {
    const { run, screen, text } = world([["plain"]], { text: "{" });
    assert.equal(await run(), "done");
    assert.equal(screen.notices[0]?.isError, true);
    await screen.press("Open File");
    assert.deepEqual([screen.opened, text("user")], [["the user settings"], "{"]);
  });

  it("says which tools are turned off with it, and turns them off there", async () => {
    const { run, screen, did } = world([["rooed"], "User Settings", "Apply"], { hasWorkspace: true });
    await run();
    assert.equal(screen.asked[2]?.items[0], "rooed: turned off: rm");
    assert.deepEqual(did, ["hid everywhere"]);
    const there = world([["rooed"], "Workspace Settings", "Apply"], { hasWorkspace: true });
    await there.run();
    assert.deepEqual([there.did, there.known], [["hid workspace"], ["rooed"]]);
  });

  it("follows files, and imports what else was chosen", async () => {
    const followed = { followed: [] };
    const follow = "$(eye) Follow ~/.cursor/mcp.json";
    const alone = world([[follow]], { choices: followed });
    assert.equal(await alone.run(), "done");
    assert.deepEqual([alone.did, alone.text("user")], [["followed 1"], "{}"]);
    const both = world([[follow, "rooed"], "Apply"], { choices: followed });
    await both.run();
    assert.deepEqual(both.did, ["followed 1", "hid everywhere"]);
    assert.match(both.text("user"), /rooed/);
  });

  describe("that is added rather than imported", () => {
    const only = [named("plain")];
    const added = { runs: "npx plain", notes: ["Nobody checked it."], steps: 2 };

    it("begins with the settings, shows what runs, and says that it was added", async () => {
      const { run, screen } = world(["User Settings", "npx plain", "Apply"], {
        ...{ hasWorkspace: true, choices: { only, added } },
      });
      assert.equal(await run(), "done");
      assert.deepEqual(
        screen.asked.map(({ step }) => step),
        ["3/4", "4/4", "4/4"],
      );
      assert.deepEqual(screen.asked[1]?.items.slice(0, 2), ["npx plain", "Nobody checked it."]);
      assert.equal(screen.notices[0]?.text, '"plain" was added.');
    });

    it("goes back to what came before it", async () => {
      assert.equal(await world([back], { hasWorkspace: true, choices: { only, added } }).run(), "back");
      assert.equal(await world([back], { choices: { only, added } }).run(), "back");
      const { run, screen } = world(["User Settings", back, cancel], { hasWorkspace: true, choices: { only, added } });
      assert.equal(await run(), "done");
      assert.equal(screen.asked[2]?.before, "User Settings");
    });

    it("is not offered switched off where it changes a server that is here", async () => {
      const config = { type: "http", url: "https://x.example/mcp", headers: { A: "1" } } as const;
      const changed = { mcpServers: { web: { url: "https://x.example/mcp" } } };
      const only = found([source("cursor", changed)], { known: [known("web", config)] });
      const text = JSON.stringify({ "mcpHub.servers": { web: config } });
      const { run, screen } = world(["Cancel"], { text, choices: { only } });
      await run();
      assert.deepEqual(screen.asked[0]?.items, ["Apply", "Cancel"]);
    });
  });
});

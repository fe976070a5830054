import assert from "node:assert/strict";
import { apps } from "../../../../src/core/apps/apps";
import type { System } from "../../../../src/core/apps/system";
import type { Copied, Done, Proposal, Refusal, Undone } from "../../../../src/core/apps/use/appUse";
import { appCommands } from "../../../../src/editor/commands/apps/appCommands";
import { type Answer, cancel } from "../../../support/scriptedPerson";
import { ScriptedScreen } from "../../../support/scriptedScreen";

const system: System = { platform: "linux", home: "/home/ann", env: {}, workspace: "/work/shop" };
const app = apps.find(({ id }) => id === "cursor") ?? assert.fail();
const [userFile = assert.fail()] = app.files(system).filter(({ level }) => level === "user");
const path = "/home/ann/.cursor/mcp.json";
const user = "For You, in Every Project";
const all = "All Servers and Tools";

const proposal = (more: Partial<Proposal> = {}): Proposal => ({
  ...{ kind: "proposal", app, file: userFile, form: "token", name: "hub", before: "{}", after: '{"hub":1}' },
  ...{ replacesOther: false, next: ["Restart Cursor."] },
  ...more,
});

interface Around {
  readonly gateway?: "on" | "agent";
  readonly isHere?: boolean;
  /** What is proposed, one after the other; the last one again and again. */
  readonly proposals?: readonly (Proposal | Refusal)[];
  readonly changes?: number;
  readonly done?: Partial<Done>;
  readonly undone?: Undone;
  readonly copied?: Partial<Copied>;
  readonly uses?: boolean;
  /** What happens when something is written. */
  readonly unsaved?: boolean;
}

function world(answers: readonly Answer[], around: Around = {}) {
  const { gateway = "on", isHere = true, proposals = [proposal()], undone = { kind: "undone" } } = around;
  const screen = new ScriptedScreen(...answers);
  if (around.unsaved) screen.unsaved.add(path);
  const did: string[] = [];
  const compared: string[] = [];
  const waiting = [...proposals];
  let changes = around.changes ?? 0;
  let open = 0;
  const next = async () => (waiting.length > 1 ? waiting.shift() : waiting[0]);
  const ports = {
    screen,
    turnOnGateway: async () => void did.push("turned on"),
    showFailure: assert.fail,
    apps: {
      system: () => system,
      gateway: () => gateway,
      profiles: () => [],
      proposals: {
        compare: async (...shown: string[]) => {
          compared.push(shown[3] ?? "");
          open++;
          return { dispose: () => open-- };
        },
      },
      use: {
        apps: async () => [{ app, found: [], isHere, uses: around.uses ? [userFile] : [], userFile }],
        propose: next,
        proposeRemoval: next,
        write: async (_: unknown, grant: unknown) => {
          if (changes-- > 0) return "changed";
          did.push(`wrote ${JSON.stringify(grant)}`);
          return { kind: "done", undo: async () => undone, ...around.done };
        },
        copy: async () => ({ text: "ENTRY", next: ["Paste it."], ...around.copied }),
      },
    },
  } as unknown as Parameters<typeof appCommands>[0];
  const commands = appCommands(ports);
  const run = async (id: keyof typeof commands = "mcpHub.useHubFrom") => {
    await commands[id]();
    assert.deepEqual([screen.left, open], [0, 0], "all is answered, and no comparison stays open");
    return screen;
  };
  return { run, screen, did, compared };
}

const use = (...answers: readonly Answer[]) => ["Cursor", user, all, ...answers];

describe("using the hub from another app", () => {
  it("shows the change, writes it, and can take it back", async () => {
    const { run, screen, did, compared } = world(use("Write"));
    await run();
    assert.deepEqual([did, compared], [["wrote {}"], ["~/.cursor/mcp.json: now and with the hub"]]);
    assert.equal(
      screen.asked[3]?.title,
      "Use This Hub From: Write this into ~/.cursor/mcp.json, so that Cursor uses the hub?",
    );
    assert.equal(screen.asked[3]?.says, "Look at the change, then choose");
    assert.deepEqual(screen.asked[3]?.items, ["Write", "Copy Instead", "Cancel"]);
    assert.equal(screen.notices[0]?.text, "~/.cursor/mcp.json now lets Cursor use the hub. Restart Cursor.");
    await screen.press("Open File");
    assert.deepEqual(screen.opened, [path]);
    await screen.press("Undo");
    assert.deepEqual(screen.said, ["~/.cursor/mcp.json is as it was."]);
  });

  it("turns the gateway on with it, and says so before", async () => {
    const { run, screen, did } = world(use("Write, and Turn On the Gateway"), { gateway: "agent" });
    await run();
    assert.deepEqual(did, ["wrote {}", "turned on"]);
    assert.match(screen.asked[3]?.says ?? "", /"mcpHub\.gateway" becomes "on" as well\.$/);
    assert.equal(screen.asked[3]?.items[1], "Copy Instead, and Turn On the Gateway");
  });

  it("writes nothing after a cancel", async () => {
    for (const answer of ["Cancel", cancel]) {
      const { run, screen, did } = world(use(answer), { gateway: "agent" });
      await run();
      assert.deepEqual([did, screen.notices], [[], []]);
    }
    const { run, screen } = world([cancel]);
    await run();
    assert.deepEqual(screen.notices, []);
  });

  it("copies the entry instead, first where the app seems not to be here", async () => {
    const { run, screen, did } = world(use("Copy Instead"), { isHere: false });
    await run();
    assert.deepEqual(screen.asked[3]?.items, ["Copy Instead", "Write", "Cancel"]);
    assert.deepEqual([screen.copied, did], [["ENTRY"], []]);
    const done = "The entry for Cursor was copied, with a token of its own. Paste it.";
    assert.deepEqual([screen.notices[0]?.text, screen.notices[0]?.buttons.length], [done, 0]);
  });

  it("copies the entry of an app whose files nobody knows, and its token apart", async () => {
    const { run, screen } = world(["JetBrains AI Assistant"], { copied: { token: "T" } });
    await run();
    assert.equal(screen.notices[0]?.text, "The entry for JetBrains AI Assistant was copied. Paste it.");
    await screen.press("Copy Token");
    assert.deepEqual(screen.copied, ["ENTRY", "T"]);
  });

  it("shows the change again where the file changed meanwhile", async () => {
    const { run, screen, did } = world(use("Write", "Write"), { changes: 1 });
    await run();
    assert.match(screen.asked[4]?.says ?? "", /^The file has changed since it was shown/);
    assert.deepEqual(did, ["wrote {}"]);
  });

  it("says that there is nothing to do, where the hub is there already", async () => {
    const { run, screen, did } = world(use(), { proposals: [proposal({ after: "{}" })] });
    await run();
    assert.deepEqual(screen.said, ["Cursor already has the hub in ~/.cursor/mcp.json. Restart Cursor."]);
    assert.deepEqual(did, []);
  });

  it("leads to a file that is broken, to the place, and offers the entry", async () => {
    const refused: Refusal = { kind: "refused", reason: "It is not JSON.", line: 3, column: 7 };
    const { run, screen } = world(use(), { proposals: [refused] });
    await run();
    const [{ text, isError } = assert.fail()] = screen.notices;
    assert.deepEqual([text, isError], ["~/.cursor/mcp.json was not changed. It is not JSON.", true]);
    await screen.press("Open File");
    assert.deepEqual(screen.opened, [`${path}:3:7`]);
    await screen.press("Copy Entry");
    assert.deepEqual(screen.copied, ["ENTRY"]);
  });

  it("leaves a file alone that has unsaved changes", async () => {
    const { run, screen, did } = world(use(), { unsaved: true });
    await run();
    assert.match(screen.notices[0]?.text ?? "", /has unsaved changes\. Save or revert them, then try again\.$/);
    assert.equal(screen.notices[0]?.isError, true);
    await screen.press("Open File");
    assert.deepEqual([screen.opened, did], [[path], []]);
  });

  it("offers the token that a variable needs, and a new one after undo", async () => {
    const undone = { kind: "undone", token: "T2" } as const;
    const { run, screen } = world(use("Write"), { done: { token: "T1" }, undone });
    await run();
    await screen.press("Copy Token");
    await screen.press("Undo");
    assert.match(screen.notices[1]?.text ?? "", /Its token was revoked/);
    await screen.press("Copy Token");
    assert.deepEqual(screen.copied, ["T1", "T2"]);
  });

  it("says where the backup is, if the file has changed before undo", async () => {
    for (const [done, words] of [
      [{ backup: "/backups/1" }, /What it held before is in \/backups\/1\.$/],
      [{}, /is in no backup, since there was no file\.$/],
    ] as const) {
      const { run, screen } = world(use("Write"), { done, undone: { kind: "changed" } });
      await run();
      await screen.press("Undo");
      assert.match(screen.notices[1]?.text ?? "", words);
    }
  });
});

describe("no longer using the hub from an app", () => {
  it("removes it from a file that has it, after the change was shown", async () => {
    const { form: _, ...removal } = proposal({ after: "" });
    const { run, screen, did } = world(["Cursor", "Remove"], { uses: true, proposals: [removal] });
    await run("mcpHub.stopUsingHubFrom");
    assert.equal(screen.asked[0]?.title, "Stop Using This Hub From");
    assert.deepEqual(screen.asked[1]?.items, ["Remove", "Cancel"]);
    assert.equal(did.length, 1);
    assert.match(screen.notices[0]?.text ?? "", /^Cursor no longer uses the hub/);
  });

  it("says that no app has it, and ends with a cancel", async () => {
    assert.match((await world([]).run("mcpHub.stopUsingHubFrom")).said[0] ?? "", /^No app of this machine has the hub/);
    const { run, did } = world([cancel], { uses: true });
    await run("mcpHub.stopUsingHubFrom");
    assert.deepEqual(did, []);
  });
});

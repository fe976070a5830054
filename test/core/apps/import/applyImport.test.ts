import assert from "node:assert/strict";
import { Choice } from "../../../../src/core/access/choice";
import { noSwitches, offReason } from "../../../../src/core/access/switches";
import { applyImport } from "../../../../src/core/apps/import/applyImport";
import { Origins } from "../../../../src/core/apps/import/origins";
import { plannedImport } from "../../../../src/core/apps/import/plannedImport";
import { MapStore } from "../../../support/mapStore";
import { found, source } from "./importWorld";

function world(write: (after: string) => Promise<"written" | "changed">) {
  const values = new Map<string, string>([["old", "kept"]]);
  const state = new MapStore();
  const origins = new Origins(state);
  const choice = new Choice({
    workspace: new MapStore(),
    always: new MapStore(),
    profile: () => undefined,
    report: (error) => assert.fail(String(error)),
  });
  const sources = [
    source("cursor", { mcpServers: { a: { command: "x", env: { API_KEY: "planted-value" } } } }),
    source("roo", { mcpServers: { b: { command: "y", disabledTools: ["rm"] } } }),
  ];
  const planned = plannedImport(found(sources), { location: { scope: "user" }, text: "{}", prefix: [] });
  assert.ok(planned.kind === "change");
  let undone: "undone" | "changed" = "undone";
  const undo = async (first: () => Promise<void>) => {
    if (undone === "undone") await first();
    return undone;
  };
  const apply = () =>
    applyImport(planned, {
      origins,
      hide: (hidden) => choice.hide(hidden, "everywhere", () => true),
      secrets: {
        get: async (key) => values.get(key),
        set: async (key, value) => void values.set(key, value),
        delete: async (key) => void values.delete(key),
      },
      write: async (after) => ((await write(after)) === "changed" ? "changed" : { undo }),
    });
  return { choice, values, origins, planned, apply, settingsChanged: () => (undone = "changed") };
}

describe("an import", () => {
  it("stores the secrets before the settings name them, and remembers where the servers came from", async () => {
    const seen: (string | undefined)[] = [];
    const { values, origins, planned, apply } = world(async () => {
      seen.push(values.get(planned.secrets[0]?.key ?? ""));
      return "written";
    });
    assert.notEqual(await apply(), "changed");
    assert.deepEqual(seen, ["planted-value"]);
    assert.deepEqual(
      origins.all().map(({ server, app, file, path }) => [server, app, file, path]),
      [
        ["a", "cursor", "/home/ann/.cursor/mcp.json", ["mcpServers", "a"]],
        [
          "b",
          "roo",
          "/home/ann/.config/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json",
          ["mcpServers", "b"],
        ],
      ],
    );
  });

  it("is taken back as a whole: no secret and no origin is left, and those from before are", async () => {
    const { values, origins, planned, apply } = world(async () => "written");
    const [secret] = planned.secrets;
    values.set(secret?.key ?? "", "from before");
    const applied = await apply();
    assert.ok(applied !== "changed");
    assert.equal(values.get(secret?.key ?? ""), "planted-value");
    assert.equal(await applied.undo(), "undone");
    assert.deepEqual([...values.values()], ["kept", "from before"]);
    assert.deepEqual(origins.all(), []);
  });

  it("turns off what the app hides before the server is there; what the person turned off since outlives Undo", async () => {
    const tool = (name: string) => ({ server: "b", kind: "tool", name }) as const;
    const isOff = (name: string) => offReason(choice.rule, tool(name), () => true)?.by === "everywhere";
    const seen: boolean[] = [];
    const { choice, apply } = world(async () => {
      seen.push(isOff("rm"));
      return "written";
    });
    const applied = await apply();
    assert.ok(applied !== "changed");
    assert.deepEqual(seen, [true]);
    await choice.turn([tool("mv")], "off", "everywhere", () => true);
    await applied.undo();
    assert.ok(!isOff("rm"));
    assert.ok(isOff("mv"));
  });

  it("stays where the settings have changed since", async () => {
    const { values, apply, settingsChanged } = world(async () => "written");
    const applied = await apply();
    settingsChanged();
    assert.ok(applied !== "changed");
    assert.equal(await applied.undo(), "changed");
    assert.equal(values.size, 2);
  });

  it("leaves nothing behind where the settings cannot be written, or are other ones", async () => {
    const other = world(async () => "changed");
    assert.equal(await other.apply(), "changed");
    assert.deepEqual([...other.values.values()], ["kept"]);
    const broken = world(async () => {
      throw new Error("disk");
    });
    await assert.rejects(broken.apply(), /disk/);
    assert.deepEqual([...broken.values.values()], ["kept"]);
    assert.deepEqual(broken.origins.all(), []);
    assert.deepEqual(broken.choice.rule.everywhere, noSwitches);
  });
});

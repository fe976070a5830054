import assert from "node:assert/strict";
import { Choice } from "../../../src/core/access/choice";
import { offReason } from "../../../src/core/access/switches";
import type { Scope } from "../../../src/protocol/scope";
import { MapStore } from "../../support/mapStore";

function setUp(profiles: Record<string, Scope> = {}) {
  const workspace = new MapStore();
  const always = new MapStore();
  const made = () =>
    new Choice({ workspace, always, profile: (name) => profiles[name], report: (error) => assert.fail(String(error)) });
  const choice = made();
  const heard: (string | undefined)[] = [];
  choice.onChange(() => heard.push(choice.profile));
  return { workspace, always, choice, made, heard, profiles };
}

const tool = { server: "github", kind: "tool", name: "delete" } as const;
const isOff = (choice: Choice) => offReason(choice.rule, tool, () => true)?.by;
const there = () => true;

describe("the choice of a window", () => {
  it("is there after a reload, in the place that was chosen", async () => {
    const { choice, made, always, heard } = setUp();
    await choice.turn([tool], "off", "workspace", there);
    assert.equal(isOff(made()), "workspace");
    assert.equal(always.values.size, 0);
    await choice.turn([tool], "on", "workspace", there);
    await choice.turn([tool], "off", "everywhere", there);
    assert.equal(isOff(made()), "everywhere");
    await choice.setPatterns(["github/*"], "workspace");
    assert.equal(isOff(made()), "workspace");
    assert.equal(heard.length, 4);
  });

  it("stands in the stores by its keys, which other versions read", async () => {
    const { choice, workspace, always, heard } = setUp({ work: {} });
    await choice.turn([tool], "off", "workspace", there);
    await choice.setPatterns(["github/*"], "everywhere");
    await choice.switchProfile("work");
    assert.deepEqual([...workspace.values.keys(), ...always.values.keys()].sort(), [
      ...["mcpHub.profile", "mcpHub.switches", "mcpHub.switches"],
    ]);
    assert.deepEqual(workspace.get("mcpHub.switches"), { single: { "tool\ngithub\ndelete": "off" }, patterns: [] });
    assert.deepEqual(always.get("mcpHub.switches"), { single: {}, patterns: ["github/*"] });
    assert.deepEqual([workspace.get("mcpHub.profile"), choice.isProfileMissing, heard.length], ["work", false, 3]);
    choice.dispose();
    await choice.switchProfile(undefined);
    assert.equal(heard.length, 3);
  });

  it("follows a server that is called otherwise, in both places, and back", async () => {
    const { choice, made } = setUp();
    await choice.turn([tool], "off", "workspace", there);
    const other = { ...tool, name: "close" };
    await choice.turn([other], "off", "everywhere", there);
    const back = await choice.carry("github", "gh");
    const off = (server: string) =>
      [tool, other].map((offer) => offReason(made().rule, { ...offer, server }, () => true)?.by);
    assert.deepEqual(
      [off("gh"), off("github")],
      [
        ["workspace", "everywhere"],
        [undefined, undefined],
      ],
    );
    await back();
    assert.deepEqual(
      [off("gh"), off("github")],
      [
        [undefined, undefined],
        ["workspace", "everywhere"],
      ],
    );
  });

  it("leaves nothing in the store where everything is on", async () => {
    const { choice, workspace } = setUp();
    await choice.turn([tool], "off", "workspace", there);
    await choice.turn([tool], "on", "workspace", there);
    assert.equal(workspace.values.size, 0);
  });

  it("is the same value until something changes, in this window, in another or in the settings", async () => {
    const { choice, made, profiles } = setUp({ review: { servers: ["github"] } });
    const before = choice.rule;
    assert.equal(choice.rule, before);
    await made().turn([tool], "off", "everywhere", there);
    assert.notEqual(choice.rule, before);
    assert.equal(isOff(choice), "everywhere");
    await choice.switchProfile("review");
    const within = choice.rule;
    assert.equal(choice.rule, within);
    profiles.review = { servers: ["files"] };
    assert.notEqual(choice.rule, within);
    assert.equal(isOff(choice), "profile");
  });

  it("allows nothing by a profile that is gone, and says so", async () => {
    const { choice, made, profiles } = setUp({ review: {} });
    await choice.switchProfile("review");
    assert.equal(isOff(choice), undefined);
    assert.ok(!choice.isProfileMissing);
    delete profiles.review;
    assert.equal(isOff(made()), "profile");
    assert.ok(made().isProfileMissing);
    await choice.switchProfile(undefined);
    assert.equal(isOff(choice), undefined);
    assert.equal(choice.profile, undefined);
  });
});

import assert from "node:assert/strict";
import { type HiddenTools, renamedSwitches, takenBack, withHidden } from "../../../src/core/access/switchChanges";
import {
  type ChoiceRule,
  noSwitches,
  type Offer,
  offReason,
  type Switches,
  switchBounds,
  turned,
} from "../../../src/core/access/switches";

const none: ChoiceRule = { workspace: noSwitches, everywhere: noSwitches };
const all = () => true;
const tool = (name: string, server = "a"): Offer => ({ server, kind: "tool", name });
const here = (workspace: Switches): ChoiceRule => ({ ...none, workspace });
const isOn = (rule: ChoiceRule, offer: Offer) => offReason(rule, offer, all) === undefined;
const hide = (hidden: HiddenTools, rule = none) =>
  here(withHidden(rule, "workspace", [{ ...hidden, server: "a" }], all));

describe("the tools that another app hides", () => {
  it("are off one by one, and can be turned on again", () => {
    const rule = hide({ server: "a", off: ["rm"] });
    assert.deepEqual(
      [isOn(rule, tool("rm")), isOn(rule, tool("ls")), isOn(rule, tool("rm", "b"))],
      [false, true, true],
    );
    assert.deepEqual(turned(rule, "workspace", [tool("rm")], "on", all), noSwitches);
  });

  it("are all but those of a list, also those that the server gets later", () => {
    const rule = hide({ server: "a", off: ["cat"], only: ["ls", "cat"] });
    const shown = ["ls", "cat", "rm", "later"].filter((name) => isOn(rule, tool(name)));
    assert.deepEqual(shown, ["ls"]);
    assert.ok(isOn(rule, { server: "a", kind: "prompt", name: "rm" }), "prompts are no tools");
    assert.ok(isOn(rule, tool("rm", "a/b")), "nor are those of another server");
    const opened = here(turned(rule, "workspace", [tool("later")], "on", all));
    assert.ok(isOn(opened, tool("later")));
    assert.ok(isOn(hide({ server: "a", off: [], only: [] }), tool("rm", "b")));
    assert.ok(!isOn(hide({ server: "a", off: [], only: [] }), tool("rm")));
  });

  it("are on here where they are off everywhere and the app shows them", () => {
    const everywhere = turned(none, "everywhere", [tool("ls")], "off", all);
    const rule: ChoiceRule = {
      everywhere,
      workspace: withHidden({ ...none, everywhere }, "workspace", [{ server: "a", off: [], only: ["ls"] }], all),
    };
    assert.ok(isOn(rule, tool("ls")));
  });

  it("come back as they were, and nothing else that was turned since does", () => {
    const before = turned(none, "workspace", [tool("mine"), tool("ls")], "off", all);
    const after = withHidden(here(before), "workspace", [{ server: "a", off: ["rm"], only: ["ls"] }], all);
    assert.ok(isOn(here(after), tool("ls")));
    const now = { ...turned(here(after), "workspace", [tool("new", "b")], "off", all) };
    const back = here(takenBack({ ...now, patterns: [...now.patterns, "b/*x"] }, before, after));
    assert.deepEqual(
      [tool("mine"), tool("ls"), tool("rm"), tool("later"), tool("new", "b")].map((offer) => isOn(back, offer)),
      [false, false, true, true, false],
    );
    assert.deepEqual(back.workspace.patterns, ["b/*x"]);
  });

  it("are refused where they are more than a place holds", () => {
    const patterns = Array.from({ length: switchBounds.patterns }, (_, at) => `s${at}/*`);
    assert.throws(() => hide({ server: "a", off: [], only: [] }, here({ single: {}, patterns })), {
      code: "bad-arguments",
    });
    const off = Array.from({ length: switchBounds.single + 1 }, (_, at) => `t${at}`);
    assert.throws(() => hide({ server: "a", off }), { code: "bad-arguments" });
  });
});

describe("the switches of a server that is called otherwise", () => {
  it("are those of its new name; patterns of the person stay", () => {
    const { workspace } = hide({ server: "a", off: ["rm"], only: ["ls"] });
    const before = { ...workspace, patterns: [...workspace.patterns, "a*/x"] };
    const after = renamedSwitches(before, "a", "b");
    const rule = here(after);
    assert.deepEqual(
      [isOn(rule, tool("ls", "b")), isOn(rule, tool("rm", "b")), isOn(rule, tool("rm"))],
      [true, false, true],
    );
    assert.deepEqual(after.patterns, ["tools:b/*", "a*/x"]);
    assert.deepEqual(renamedSwitches(before, "c", "d"), before);
    const back = takenBack(after, before, after);
    assert.deepEqual([back.single, [...back.patterns].sort()], [before.single, [...before.patterns].sort()]);
  });
});

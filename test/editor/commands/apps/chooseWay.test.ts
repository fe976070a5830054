import assert from "node:assert/strict";
import { apps } from "../../../../src/core/apps/apps";
import type { System } from "../../../../src/core/apps/system";
import type { AppUse, KnownApp } from "../../../../src/core/apps/use/appUse";
import { copiedApps } from "../../../../src/core/apps/use/ways";
import { chooseWay } from "../../../../src/editor/commands/apps/chooseWay";
import { type Answer, back, cancel, ScriptedPerson } from "../../../support/scriptedPerson";

const home: System = { platform: "linux", home: "/home/ann", env: {}, workspace: "/work/shop" };
const program = "For You, in Every Project, as a Program";
const all = "All Servers and Tools";
const title = "Use This Hub From";

/** An app of this system with its first file of each level. */
function knownApp(id: string, system: System, more: Partial<KnownApp> = {}): KnownApp {
  const app = apps.find((one) => one.id === id) ?? assert.fail(id);
  const files = app.files(system);
  const userFile = files.find(({ level }) => level === "user");
  const projectFile = files.find(({ level }) => level === "project");
  const known = { app, found: [], isHere: true, uses: [], ...more };
  return { ...known, ...(userFile && { userFile }), ...(projectFile && { projectFile }) };
}

interface Around {
  readonly system?: System;
  readonly gateway?: "on" | "agent" | "off";
  readonly known?: (system: System) => readonly KnownApp[];
}

async function chosen(answers: readonly Answer[], { system = home, gateway = "on", known }: Around = {}) {
  const person = new ScriptedPerson(...answers);
  const inFolder = (folder: string | undefined) => (folder === undefined ? system : { ...system, workspace: folder });
  const use = {
    apps: async (folder?: string) => (known ?? ((there) => [knownApp("cursor", there)]))(inFolder(folder)),
  } as unknown as AppUse;
  const ports = { use, system: () => system, gateway: () => gateway, profiles: () => ["work"] };
  const way = await chooseWay(person, title, ports);
  assert.equal(person.left, 0);
  const path = way?.way.file.path;
  return { asked: person.asked, path, form: way?.way.form, grant: way?.grant, app: way?.known.app.id };
}

describe("choosing how an app uses the hub", () => {
  it("asks for the app, the way and what it may use", async () => {
    const { asked, ...way } = await chosen(["Cursor", "For You, in Every Project", all]);
    assert.deepEqual(way, { app: "cursor", path: "/home/ann/.cursor/mcp.json", form: "token", grant: {} });
    assert.deepEqual(
      asked.map(({ title, step }) => [title, step]),
      [
        [title, "1/3"],
        [`${title} Cursor`, "2/3"],
        [`${title} Cursor`, "3/3"],
      ],
    );
    assert.equal(asked[2]?.says, "Select what it may use");
  });

  it("lists what is here before what is not, and what is copied last", async () => {
    const known = (system: System) => [
      knownApp("claude-code", system, { isHere: false }),
      knownApp("cursor", system, { isHere: false, uses: [{} as never] }),
      knownApp("vscode", system),
    ];
    const { asked } = await chosen([cancel], { known });
    assert.deepEqual(asked[0]?.items, ["Cursor", "VS Code", "Claude Code", "JetBrains AI Assistant", "Another App"]);
  });

  it("does not ask what a program may use: it needs no token", async () => {
    const { form, grant } = await chosen(["Cursor", program]);
    assert.deepEqual([form, grant], ["program", {}]);
  });

  it("does not ask for the way where there is one", async () => {
    const { asked, form, path } = await chosen(["JetBrains AI Assistant"]);
    assert.deepEqual([asked.length, form, path], [1, "program", ""]);
  });

  const grants: [label: string, grant: object][] = [
    ["Only Tools That Change Nothing", { scopes: [{ readOnly: true }] }],
    ['Profile "work"', { profile: "work" }],
  ];
  for (const [label, grant] of grants)
    it(`gives it: ${label}`, async () =>
      assert.deepEqual((await chosen(["Cursor", "For You, in Every Project", label])).grant, grant));

  it("says that the gateway is turned on with it, unless it is on", async () => {
    const { asked } = await chosen(["Cursor", "For You, in Every Project", cancel], { gateway: "agent" });
    assert.match(asked[2]?.says ?? "", /is turned on with it\.$/);
  });

  it("goes back question by question, with what was chosen", async () => {
    const answers = ["Cursor", "For You, in Every Project", back, program];
    const { asked, form } = await chosen(answers);
    assert.deepEqual(
      asked.map(({ step }) => step),
      ["1/3", "2/3", "3/3", "2/3"],
    );
    assert.equal(asked[3]?.before, "For You, in Every Project");
    assert.equal(form, "program");
    const again = await chosen(["Cursor", back, "Cursor", "For This Project", all]);
    assert.equal(again.asked[2]?.step, "1/3");
    assert.equal(again.asked[2]?.before, "Cursor");
    assert.equal(again.asked[3]?.before, undefined);
    assert.equal(again.path, "/work/shop/.cursor/mcp.json");
  });

  it("ends with a cancel at every question", async () => {
    for (const answers of [[], ["Cursor"], ["Cursor", "For You, in Every Project"]])
      assert.equal((await chosen([...answers, cancel])).app, undefined);
  });

  describe("in a workspace of several folders", () => {
    const system: System = { ...home, folders: ["/work/shop", "/work/bank"] };

    it("asks for the folder whose file gets the hub, and for none with the person's own file", async () => {
      const { asked, path } = await chosen(["Cursor", "For This Project", "bank", all], { system });
      assert.equal(path, "/work/bank/.cursor/mcp.json");
      assert.deepEqual([asked[2]?.items, asked[2]?.step], [["shop", "bank"], "2/3"]);
      assert.equal((await chosen(["Cursor", "For You, in Every Project", all], { system })).asked.length, 3);
    });

    it("goes back from the folder to the way, and ends with a cancel", async () => {
      const { asked, form } = await chosen(["Cursor", "For This Project", back, program], { system });
      assert.deepEqual([asked[3]?.step, asked[3]?.before, form], ["2/3", undefined, "program"]);
      assert.equal((await chosen(["Cursor", "For This Project", cancel], { system })).app, undefined);
    });

    it("goes back from the folder to the app where there is only one way", async () => {
      const [file = assert.fail()] = copiedApps.flatMap((app) => app.files(system));
      const projectFile = { ...file, level: "project", path: "/work/shop/mcp.json" } as const;
      const known = (there: System) => {
        const { userFile: _, ...cursor } = knownApp("cursor", there);
        return [{ ...cursor, projectFile }];
      };
      const { asked } = await chosen(["Cursor", back, cancel], { system, known });
      assert.deepEqual(
        asked.map(({ step, items }) => [step, items[0]]),
        [
          ["1/3", "Cursor"],
          ["2/3", "shop"],
          ["1/3", "Cursor"],
        ],
      );
    });

    it("gives up where the app has no such file in that folder", async () => {
      const known = (there: System) => (there.workspace === "/work/bank" ? [] : [knownApp("cursor", there)]);
      assert.equal((await chosen(["Cursor", "For This Project", "bank"], { system, known })).app, undefined);
    });
  });
});

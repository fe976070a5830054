import assert from "node:assert/strict";
import type { LaunchConfig, ServerDefinition } from "../../../src/core/config/schema/serverDefinition";
import { HubError } from "../../../src/core/kernel/hubError";
import { serverRoots } from "../../../src/core/questions/serverRoots";
import { FakeAnswerer } from "../../support/fakeAnswerer";
import { definition } from "../../support/fakeLink";

const folders = [
  { uri: "file:///w/a", name: "a" },
  { uri: "file:///w/b%20c", name: "b c" },
  { uri: "file:///c%3A/d", name: "d" },
];
const open: Record<string, string> = { a: "/w/a", "b c": "/w/b c" };

function setUp(...definitions: readonly ServerDefinition[]) {
  const answerer = new FakeAnswerer();
  answerer.folders = folders;
  const skipped: string[] = [];
  const { can, fill, visit, consent, sample } = answerer;
  const features = {
    ...{ can, fill, visit, consent, sample },
    roots: () => answerer.roots(),
    onRootsChanged: answerer.onRootsChanged,
  };
  const roots = serverRoots(features, {
    definition: (server) =>
      definitions.find(({ id }) => id === server) ??
      (() => {
        throw new HubError("unknown-server", "gone");
      })(),
    variables: {
      env: (name) => (name === "DATA" ? "/data" : undefined),
      userHome: "/home/ada",
      pathSeparator: "/",
      workspaceFolder: (source) => source ?? "/w/a",
      namedFolder: (name) => open[name],
      readFile: async () => "",
    },
    skipped: (_, why) => skipped.push(why),
    report: (error) => assert.fail(String(error)),
  });
  const urisOf = (server: string) => roots.features.roots(server).map(({ uri }) => uri);
  return { roots, urisOf, skipped, answerer };
}

/** An entry that says this of its folders. */
const entry = (roots: LaunchConfig["roots"], more: Partial<ServerDefinition> = {}, restricted?: true) => {
  const config: LaunchConfig = {
    command: "x",
    ...(roots !== undefined && { roots }),
    ...(restricted && { restricted }),
  };
  return definition("x", { entry: { kind: "valid", config }, ...more });
};

const all = folders.map(({ uri }) => uri);

describe("the folders that a server is told of", () => {
  const rows: [why: string, entry: ServerDefinition, uris: readonly string[]][] = [
    ["all of the window, for a server of the person", entry(undefined), all],
    ["the same by name", entry("workspace"), all],
    ["all for one of a workspace file", entry(undefined, { scope: "workspace", source: "/w/x.code-workspace" }), all],
    ["its own, for a server of a folder", entry(undefined, { scope: "folder", source: "/w/a" }), ["file:///w/a"]],
    ["its own with a space", entry(undefined, { scope: "folder", source: "/w/b c" }), ["file:///w/b%20c"]],
    ["its own on Windows", entry(undefined, { scope: "folder", source: "C:\\d" }), ["file:///c%3A/d"]],
    ["none for a folder that was closed", entry(undefined, { scope: "folder", source: "/w/gone" }), []],
    ["not those of a folder whose name begins alike", entry(undefined, { scope: "folder", source: "/w" }), []],
    ["all for one of a folder that wants all", entry("workspace", { scope: "folder", source: "/w/a" }), all],
    ["none where none is listed", entry([]), []],
    ["those that are listed", entry(["/srv/data", "file:///srv/x%20y"]), ["file:///srv/data", "file:///srv/x%20y"]],
    ["with odd characters", entry(["/srv/a b#c?d%e"]), ["file:///srv/a%20b%23c%3Fd%25e"]],
    ["on Windows", entry(["C:\\work\\a b", "\\\\host\\share\\x"]), ["file:///C:/work/a%20b", "file://host/share/x"]],
    [
      "by variables",
      entry([
        "${workspaceFolder}/src",
        "${workspaceFolder:b c}",
        "${userHome}/x",
        "~/y",
        "${env:DATA}",
        "${env:NONE:-/d}",
      ]),
      ["file:///w/a/src", "file:///w/b%20c", "file:///home/ada/x", "file:///home/ada/y", "file:///data", "file:///d"],
    ],
    [
      "by the folder of the entry",
      entry(["${workspaceFolder}"], { scope: "folder", source: "/w/b c" }),
      ["file:///w/b%20c"],
    ],
    [
      "none of an entry with a mistake",
      definition("x", { entry: { kind: "invalid", error: { code: "bad-config", message: "" } } }),
      [],
    ],
    [
      "without the workspace's in Restricted Mode",
      entry(["${workspaceFolder}", "${workspaceFolder:a}", "/srv"], {}, true),
      ["file:///srv"],
    ],
  ];
  for (const [why, one, uris] of rows) it(why, () => assert.deepEqual(setUp(one).urisOf("x"), uris));

  it("have names", () => {
    const { roots } = setUp(entry(["/srv/a b", "/"]));
    assert.deepEqual(roots.features.roots("x"), [{ uri: "file:///srv/a%20b", name: "a b" }, { uri: "file:///" }]);
  });

  it("leave out what has no value or is no full path, and say why", () => {
    const { urisOf, skipped } = setUp(
      entry(["${env:NONE}", "${input:folder}", "${workspaceFolder:gone}", "src", "https://a/b"]),
    );
    assert.deepEqual(urisOf("x"), []);
    assert.equal(skipped.length, 5);
    assert.match(skipped[0] ?? "", /"roots": "\$\{env:NONE\}" has no value now, so the server is not told of it/);
    assert.match(skipped[3] ?? "", /"roots": "src" is neither a full path nor a file: address/);
  });

  it("say nothing of those that the server is told of", () => {
    const { urisOf, skipped } = setUp(entry(["/srv", "${userHome}/x", "src"]));
    assert.deepEqual(urisOf("x"), ["file:///srv", "file:///home/ada/x"]);
    assert.equal(skipped.length, 1);
    assert.match(skipped[0] ?? "", /"src"/);
  });

  it("are none for a server that was removed a moment ago", () => {
    assert.deepEqual(setUp().urisOf("x"), []);
  });

  it("change with the folders of the window and with the entries", () => {
    const { roots, answerer } = setUp(entry(undefined));
    let times = 0;
    const listening = roots.features.onRootsChanged(() => times++);
    answerer.rootsChanged.fire();
    roots.changed();
    assert.equal(times, 2);
    listening.dispose();
    answerer.rootsChanged.fire();
    roots.changed();
    assert.equal(times, 2);
  });
});

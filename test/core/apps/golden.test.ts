import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { AppEntry, AppFile } from "../../../src/core/apps/app";
import { apps } from "../../../src/core/apps/apps";
import { type Exported, exportServer, expressEntry } from "../../../src/core/apps/expressing/expressEntry";
import { readAppFile } from "../../../src/core/apps/reading/readAppFile";
import type { System } from "../../../src/core/apps/system";
import { short } from "./readAs";

/** What a golden file must give. */
interface Expected {
  readonly system: System["platform"];
  /** Where such a file lies. */
  readonly path: string;
  /** Keys to the servers, where a file holds them in several places. */
  readonly root?: readonly string[];
  readonly entries: Readonly<Record<string, unknown>>;
  readonly problems?: readonly string[];
}

const systems: Readonly<Record<System["platform"], System>> = {
  linux: { platform: "linux", home: "/home/ann", env: {}, workspace: "/work/shop" },
  darwin: { platform: "darwin", home: "/Users/ann", env: {}, workspace: "/Users/ann/shop" },
  win32: {
    platform: "win32",
    home: "C:\\Users\\ann",
    env: { APPDATA: "D:\\Roaming", LOCALAPPDATA: "D:\\Local" },
    workspace: "C:\\shop",
  },
};

const folder = "test/core/apps/golden";
const storage = JSON.stringify({ userDataProfiles: [{ location: "-6b2f1a" }] });

const golden = readdirSync(folder).flatMap((app) => {
  const expected: Readonly<Record<string, Expected>> = JSON.parse(
    readFileSync(join(folder, app, "expected.json"), "utf8"),
  );
  const files = readdirSync(join(folder, app)).filter((name) => name !== "expected.json");
  return files.map((name) => ({ app, name, expected: expected[name] ?? assert.fail(`${app}/${name} has no answer`) }));
});

function fileOf(app: string, { system, path, root }: Expected): AppFile {
  const found = apps.find(({ id }) => id === app) ?? assert.fail(app);
  const files = [...found.files(systems[system]), ...(found.more?.files(storage, systems[system]) ?? [])];
  const fits = (file: AppFile) =>
    file.path === path && (root === undefined || JSON.stringify(file.shape.root({})) === JSON.stringify(root));
  return files.find(fits) ?? assert.fail(`${app} keeps nothing in ${path}`);
}

const textOf = (app: string, name: string): string => readFileSync(join(folder, app, name), "utf8");

describe("golden files of apps", () => {
  it("are there for every app, and on all three systems", () => {
    assert.ok(golden.length >= 60, `${golden.length} files`);
    assert.deepEqual(new Set(golden.map(({ app }) => app)), new Set(apps.map(({ id }) => id)));
    assert.equal(new Set(golden.map(({ expected }) => expected.system)).size, 3);
  });

  for (const { app, name, expected } of golden) {
    it(`${app}/${name}: gives exactly the expected servers`, () => {
      const { entries, problems } = readAppFile(fileOf(app, expected), textOf(app, name));
      assert.deepEqual(Object.fromEntries(entries.map((entry) => [entry.name, short(entry)])), expected.entries);
      assert.deepEqual(
        problems.map(({ message }) => message),
        expected.problems ?? [],
      );
    });

    it(`${app}/${name}: import, export and import again changes nothing`, () => {
      // An old place is not written; its shape is.
      const { isReadOnly: _, ...file } = fileOf(app, expected);
      const { entries } = readAppFile(file, textOf(app, name));
      for (const entry of entries) comesBack(file, entry);
    });
  }
});

/** Exports a server into an empty file and into one that holds another server, and reads it back. */
function comesBack(file: AppFile, entry: AppEntry): void {
  const { name, config, disabledTools, allowedTools } = entry;
  if (!config) return;
  const exported: Exported = { name, config, disabledTools, ...(allowedTools && { allowedTools }) };
  const expressed = expressEntry(file, exported);
  if (expressed.kind === "unsaid") {
    // Junie's page says that it starts programs only, so the hub writes it no address; Air, which shares its shape, has some.
    assert.ok(file.path.endsWith(".air/mcp.json"), `${file.path}: ${expressed.reason}`);
    return;
  }
  const written = exportServer(file, "", exported);
  assert.ok(written.kind === "written", JSON.stringify(written));
  const again = readAppFile(file, written.text).entries.find((one) => one.name === name);
  assert.ok(again, written.text);
  const lost = new Set(expressed.left);
  const kept = Object.fromEntries(Object.entries(config).filter(([key]) => !lost.has(key)));
  assert.deepEqual(again.config, kept, written.text);
  assert.deepEqual(again.disabledTools, lost.has("disabledTools") ? [] : disabledTools);
  assert.deepEqual(again.allowedTools, lost.has("allowedTools") ? undefined : allowedTools);
  const twice = exportServer(file, written.text, exported);
  assert.deepEqual(twice, written, "Writing again changes nothing.");
}

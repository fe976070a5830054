import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path/posix";
import { commands } from "../src/editor/manifest/contributions";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const read = (page: string): string => readFileSync(page, "utf8");
const pages = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", ...docs()];

describe("the README", () => {
  it("has at most 150 lines", () => assert.ok(read("README.md").split("\n").length <= 151));

  it("leads to an answered tool call without a window", () => {
    const [, json = ""] = /```json\n(.*?)```/s.exec(read("README.md")) ?? [];
    const [, args = ""] = /^node dist\/headless\.js call (.+) --config servers\.json$/m.exec(read("README.md")) ?? [];
    const [, server = "", tool = "", values = ""] = /^(\S+) (\S+) --args '(.+)'$/.exec(args) ?? [];
    const folder = mkdtempSync(join(tmpdir(), "mcph-docs-"));
    try {
      const config = join(folder, "servers.json");
      writeFileSync(config, json);
      const command = ["dist/headless.js", "call", server, tool, "--args", values, "--config", config];
      const { status, stdout } = spawnSync(process.execPath, command, { encoding: "utf8" });
      assert.equal(status, 0);
      const [answer = ""] = stdout.split("\n");
      assert.ok(answer !== "" && read("README.md").includes(`prints \`${answer}\``), stdout);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }).timeout(30_000);
});

describe("the documentation", () => {
  for (const page of pages) {
    it(`${page} links only to what exists`, () => {
      for (const [, target = "", anchor] of read(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)) {
        const file = target === "" ? page : join(dirname(page), target);
        assert.ok(existsSync(file), `${page} links to ${target}`);
        if (anchor) assert.ok(anchors(read(file)).includes(anchor), `${page} links to ${target}#${anchor}`);
      }
    });

    it(`${page} names only commands and scripts that exist`, () => {
      const titles = commands().map(({ title }) => title);
      for (const [, title = ""] of read(page).matchAll(/["*]MCP Hub: ([A-Z][^"*]+?)["*]/g))
        assert.ok(titles.includes(title), `${page} names the command "${title}"`);
      for (const [, script = ""] of read(page).matchAll(/\bnpm run (?:--silent )?([\w:]+)/g))
        assert.ok(script in manifest.scripts, `${page} names the script "${script}"`);
    });
  }

  it("names the test of each case of the gateway as it is", () => {
    const rows = [...read("docs/gateway-demands.md").matchAll(/ \| `([^`|]+)` \| ([^|]+) \|$/gm)];
    assert.ok(rows.length >= 45, `${rows.length} rows`);
    for (const [, file = "", name = ""] of rows)
      assert.ok(read(`test/${file}.test.ts`).includes(name), `${file} has no test "${name}"`);
  });

  for (const [page, rows] of [
    ["SECURITY.md", 40],
    ["docs/gateway-demands.md", 57],
  ] as const)
    it(`names only tests that exist in ${page}`, () => {
      const cells = [...read(page).matchAll(/ \| `([^`|]+)` \|$/gm)].map(([, words = ""]) => words.split(" "));
      assert.ok(cells.length >= rows, `${cells.length} rows`);
      for (const word of cells.flat())
        assert.ok(existsSync(join("test", word)) || existsSync(join("test", `${word}.test.ts`)), word);
    });

  it("lists every setting with its default and where it can be set", () => {
    const properties = settings();
    const entry = Object.assign({}, ...entries());
    const ofTool = entry.tools?.additionalProperties?.properties ?? {};
    const wanted = Object.entries(properties).map(([key, property]) => {
      const name = key.replace("mcpHub.", "");
      const places = [
        "user",
        ...(property.scope === "machine" ? ["remote"] : property.scope === "application" ? [] : ["workspace"]),
        ...(property.scope === "resource" ? ["folder"] : []),
        ...(name in entry ? ["entry"] : []),
        ...(name in ofTool ? ["tool"] : []),
      ];
      return [`\`${name}\``, `\`${JSON.stringify(property.default)}\``, places.join(", ")];
    });
    assert.deepEqual(
      rows("docs/configuration.md", "Setting").map((cells) => cells.slice(0, 3)),
      wanted,
    );
  });

  it("explains every key of an entry", () => {
    const explained = rows("docs/configuration.md", "Key").flatMap(([keys = ""]) => named(keys));
    const settings = rows("docs/configuration.md", "Setting").flatMap(([name = ""]) => named(name));
    const keys = new Set(entries().flatMap((entry) => Object.keys(entry)));
    assert.deepEqual([...keys].filter((key) => !settings.includes(key)).toSorted(), explained.toSorted());
  });

  it("lists every way to sign in with its keys", () => {
    const methods = entries().flatMap((entry) => entry.auth?.anyOf ?? []);
    assert.ok(methods.length > 0);
    assert.deepEqual(
      rows("docs/configuration.md", "`auth.type`").map(([type = "", keys = ""]) => [...named(type), ...named(keys)]),
      methods.map(({ properties: { type, ...keys } = {} }) => [type?.const, ...Object.keys(keys)]),
    );
  });

  it("lists every dependency", () => {
    const packages = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    assert.deepEqual(
      rows("docs/dependencies.md", "Package")
        .flatMap(([names = ""]) => named(names))
        .toSorted(),
      packages.filter((name) => !name.startsWith("@types/")).toSorted(),
    );
  });

  it("names the version of the conformance suite", () => {
    const version = manifest.devDependencies["@modelcontextprotocol/conformance"];
    for (const page of ["docs/conformance.md", "docs/configuration.md"])
      assert.ok(read(page).includes(`\`@modelcontextprotocol/conformance\` ${version},`), page);
  });

  it("lists every target of the benches", () => {
    const page = read("docs/performance.md");
    const benches = readdirSync("test/bench").filter((file) => file.endsWith(".bench.ts"));
    const targets = benches.flatMap((file) =>
      [...read(`test/bench/${file}`).matchAll(/\bat(?:Most|Least): ([\d.]+)/g)].map(([, target = ""]) => target),
    );
    assert.ok(targets.length > 0);
    const wanted = page.split("\n").filter((line) => line.startsWith("|"));
    for (const target of targets)
      assert.ok(
        wanted.some((line) => line.split(/[|;,]/).some((cell) => cell.trim() === target)),
        `docs/performance.md does not list the target ${target}`,
      );
  });
});

interface Schema {
  readonly const?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** Every setting of every group, in their own order. */
function settings(): Readonly<Record<string, Schema & { default: unknown; scope: string; order: number }>> {
  const groups: { properties: ReturnType<typeof settings> }[] = manifest.contributes.configuration;
  const all = groups.flatMap(({ properties }) => Object.entries(properties));
  return Object.fromEntries(all.toSorted(([, a], [, b]) => a.order - b.order));
}

/** The keys of each kind of server entry. */
function entries(): readonly Readonly<Record<string, Schema>>[] {
  const servers = settings()["mcpHub.servers"];
  return (servers?.additionalProperties?.anyOf ?? []).map(({ properties }) => properties ?? {});
}

function docs(): readonly string[] {
  return readdirSync("docs")
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`);
}

/** The rows of every table of a page whose first column has this heading, as cells. */
function rows(page: string, heading: string): readonly (readonly string[])[] {
  const tables = read(page)
    .split(/\n\n+/)
    .filter((block) => block.startsWith(`| ${heading} |`));
  assert.ok(tables.length > 0, `${page} has no table with the heading ${heading}`);
  return tables.flatMap((table) =>
    table
      .trim()
      .split("\n")
      .slice(2)
      .map((line) =>
        line
          .split("|")
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
  );
}

/** The names in code font. */
const named = (text: string): readonly string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);

/** The anchors of a page's headings, as GitHub and VS Code make them. */
const anchors = (page: string): readonly string[] =>
  [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

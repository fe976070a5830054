import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { imports, sources, target } from "./support/sourceImports";

const page = readFileSync("docs/architecture.md", "utf8");

/** Each picture of the page: the heading above it, and the folder whose rooms it shows. */
const pictures = [
  { heading: "## The house", base: "" },
  { heading: "### Inside core", base: "src/core/" },
  { heading: "### Inside mcp", base: "src/mcp/" },
  { heading: "### Inside editor", base: "src/editor/" },
];

type Arrow = readonly [from: string, to: string];

/** The arrows of the first picture below a heading. */
function drawn(heading: string): readonly Arrow[] {
  const picture = /```mermaid\n([\s\S]*?)```/.exec(page.slice(page.indexOf(`${heading}\n`)))?.[1] ?? "";
  return [...picture.matchAll(/^ +(\S+) --> (\S+)$/gm)].map(([, from = "", to = ""]) => [from, to] as const);
}

/** The room that a path belongs to; `undefined` for what stands beside the rooms. */
function roomOf(path: string, base: string): string | undefined {
  if (base === "") {
    if (path.startsWith("webview-ui/")) return "webview-ui";
    base = "src/";
  }
  if (!path.startsWith(base)) return undefined;
  const [room, ...below] = path.slice(base.length).split("/");
  return below.length > 0 && room !== "samples" ? room : undefined;
}

/** Every import between two rooms, with a file that has it. */
function imported(base: string): ReadonlyMap<string, { readonly arrow: Arrow; readonly file: string }> {
  const found = new Map<string, { arrow: Arrow; file: string }>();
  for (const file of [...sources("src"), ...sources("webview-ui")])
    for (const path of imports(readFileSync(file, "utf8"))) {
      if (!path.startsWith(".")) continue;
      const from = roomOf(file, base);
      const to = roomOf(target(file, path), base);
      if (from !== undefined && to !== undefined && from !== to)
        found.set(`${from} → ${to}`, { arrow: [from, to], file });
    }
  return found;
}

/** Everything that is reached from a room along the arrows. */
function reachable(arrows: readonly Arrow[], from: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (room: string) => {
    for (const [start, end] of arrows)
      if (start === room && !reached.has(end)) {
        reached.add(end);
        visit(end);
      }
  };
  visit(from);
  return reached;
}

describe("docs/architecture.md", () => {
  for (const { heading, base } of pictures)
    describe(heading.replace(/^#+ /, ""), () => {
      const arrows = drawn(heading);
      const found = imported(base);

      it("draws only arrows that are imports", () => {
        assert.ok(arrows.length >= 4, "the picture is there");
        for (const [from, to] of arrows) assert.ok(found.has(`${from} → ${to}`), `no file of ${from} imports ${to}`);
      });

      it("draws an arrow, or a way along the arrows, for each import", () => {
        for (const { arrow, file } of found.values()) {
          const [from, to] = arrow;
          assert.ok(reachable(arrows, from).has(to), `${file} imports ${to}, and no arrow leads there from ${from}`);
        }
      });

      it("draws no circle", () => {
        for (const [room] of arrows) assert.ok(!reachable(arrows, room).has(room), `${room} reaches itself`);
      });
    });

  it("names only files that exist", () => {
    const named = [...page.matchAll(/`((?:src|test|webview-ui|docs)\/[\w./-]+)`/g)].map(([, path = ""]) => path);
    assert.ok(named.length > 30);
    for (const path of named) assert.ok(existsSync(path), path);
  });

  it("names files of a room only where they exist in it or in one that the words name", () => {
    const rows = page.split("\n").filter((line) => /^\| `/.test(line));
    let checked = 0;
    for (const { heading, base } of pictures.filter((picture) => picture.base !== "")) {
      const section = page.slice(page.indexOf(heading)).split("\n### ")[0]?.split("\n## ")[0] ?? "";
      const files = new Set(sources(base.slice(0, -1)).map((file) => file.slice(base.length).replace(/\.tsx?$/, "")));
      for (const row of rows.filter((line) => section.includes(line))) {
        const [rooms = "", words = ""] = row.split("|").slice(1);
        const folders = [...rooms.matchAll(/`(\w+)`/g)].map(([, room = ""]) => room);
        for (const [, name = ""] of words.matchAll(/`([a-z]\w+(?:\/\w+)*)`/g)) {
          const isFile = [...files].some((file) =>
            folders.some((room) => file === name || (file.startsWith(`${room}/`) && file.endsWith(`/${name}`))),
          );
          assert.ok(isFile || name === "auth", `${folders.join(", ")}: ${name}`);
          checked++;
        }
      }
    }
    assert.ok(checked > 150, `${checked} names`);
  });

  it("has a row for each room", () => {
    for (const { base } of pictures) {
      const folder = base || "src/";
      const rooms = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
      const rows = page.split("\n").filter((line) => line.startsWith("| "));
      for (const { name } of rooms) {
        const room = base === "" ? `src/${name}` : name;
        assert.ok(
          rows.some((row) => (row.split("|")[1] ?? "").includes(`\`${room}\``)),
          `${folder}${name}`,
        );
      }
    }
  });
});

describe("the size of rooms", () => {
  it("is at most 20 files in one folder", () => {
    const folders = new Map<string, number>();
    for (const file of sources("src")) {
      const folder = file.slice(0, file.lastIndexOf("/"));
      folders.set(folder, (folders.get(folder) ?? 0) + 1);
    }
    assert.ok(folders.size > 30);
    for (const [folder, count] of folders) assert.ok(count <= 20, `${folder} has ${count} files`);
  });

  it("is at most 250 lines in one file", () => {
    for (const file of [...sources("src"), ...sources("webview-ui")]) {
      const lines = readFileSync(file, "utf8").split("\n").length - 1;
      assert.ok(lines <= 250, `${file} has ${lines} lines`);
    }
  });
});

import assert from "node:assert/strict";
import { findSources } from "../../../../src/core/apps/import/findSources";
import { HubError } from "../../../../src/core/kernel/hubError";
import { linux } from "../writtenEntries";

const server = '{"mcpServers": {"a": {"command": "x"}}}';

/** Files by path; a list is what each look at a file gives. */
function machine(files: Readonly<Record<string, string | HubError | readonly string[]>>) {
  const looks = new Map<string, number>();
  return {
    load: async (path: string): Promise<string | undefined> => {
      const file = files[path];
      if (file instanceof HubError) throw file;
      if (typeof file === "string" || file === undefined) return file;
      const look = looks.get(path) ?? 0;
      looks.set(path, look + 1);
      return file[Math.min(look, file.length - 1)];
    },
  };
}

const sources = (files: Parameters<typeof machine>[0], system = linux) =>
  findSources(system, machine(files), async () => {});

describe("the files of apps to import from", () => {
  it("are found for the person and the project, each once", async () => {
    const found = await sources({
      "/home/ann/.cursor/mcp.json": server,
      "/work/shop/.mcp.json": server,
      "/home/ann/.codex/config.toml": '[mcp_servers.b]\ncommand = "y"\n',
      "/home/ann/.config/Code/User/settings.json": "{}",
    });
    assert.deepEqual(
      found.map(({ app, file, read }) => [app.id, file.path, read.entries.map(({ name }) => name)]),
      [
        ["claude-code", "/work/shop/.mcp.json", ["a"]],
        ["cursor", "/home/ann/.cursor/mcp.json", ["a"]],
        ["codex", "/home/ann/.codex/config.toml", ["b"]],
        ["vscode", "/work/shop/.mcp.json", ["a"]],
      ],
    );
  });

  it("are found in every folder of a workspace", async () => {
    const system = { ...linux, folders: ["/work/shop", "/work/api"] };
    const found = await sources(
      {
        "/work/shop/.cursor/mcp.json": server,
        "/work/api/.cursor/mcp.json": server,
        "/home/ann/.cursor/mcp.json": server,
      },
      system,
    );
    assert.deepEqual(
      found.map(({ file }) => file.path),
      ["/home/ann/.cursor/mcp.json", "/work/shop/.cursor/mcp.json", "/work/api/.cursor/mcp.json"],
    );
  });

  it("are those that a record of an app names, too", async () => {
    const user = "/home/ann/.config/Code/User";
    const found = await sources({
      [`${user}/globalStorage/storage.json`]: '{"userDataProfiles": [{"location": "p1"}]}',
      [`${user}/profiles/p1/mcp.json`]: '{"servers": {"a": {"command": "x"}}}',
    });
    assert.deepEqual(
      found.map(({ file }) => file.path),
      [`${user}/profiles/p1/mcp.json`],
    );
  });

  it("are looked at again only after a moment", async () => {
    const path = "/home/ann/.cursor/mcp.json";
    let pauses = 0;
    const pause = async () => void pauses++;
    await findSources(linux, machine({ [path]: server }), pause);
    assert.equal(pauses, 0);
    await findSources(linux, machine({ [path]: [server, `${server} `] }), pause);
    assert.equal(pauses, 1);
  });

  it("that cannot be read say why, and the others are listed", async () => {
    const found = await sources({
      "/home/ann/.claude.json": new HubError("bad-config", "EACCES"),
      "/home/ann/.lmstudio/mcp.json": "{",
      "/home/ann/.cursor/mcp.json": server,
    });
    assert.deepEqual(
      found.map(({ app, read }) => [
        app.id,
        read.entries.length,
        read.problems.map(({ message }) => message.slice(0, 24)),
      ]),
      [
        ["claude-code", 0, ["EACCES"]],
        ["claude-code", 0, ["EACCES"]],
        ["cursor", 1, []],
        ["lm-studio", 0, ["The file cannot be read:"]],
      ],
    );
  });

  it("that are half written are read again, and are given up while they change", async () => {
    const path = "/home/ann/.cursor/mcp.json";
    const [whole] = await sources({ [path]: ['{"mcpServers": {"a": {"comm', '{"mcpServers": {"a": {"comm', server] });
    assert.deepEqual(whole?.read.entries.length, 1);
    const states = (count: number) => Array.from({ length: count }, (_, at) => server.replace("x", `x${at}`));
    const [late] = await sources({ [path]: states(4) });
    assert.deepEqual(
      [late?.read.entries.length, late?.read.problems],
      [1, []],
      "The fourth look finds the same again.",
    );
    const [tooLate] = await sources({ [path]: states(5) });
    assert.equal(tooLate?.read.entries.length, 0);
    const changing = Array.from({ length: 20 }, (_, at) => server.replace("x", `x${at}`));
    const [restless] = await sources({ [path]: changing });
    assert.match(restless?.read.problems[0]?.message ?? "", /keeps changing while it is read/);
  });
});

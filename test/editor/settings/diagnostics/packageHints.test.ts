import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unpinnedPackage } from "../../../../src/core/config/schema/packageRunner";
import { installedVersion } from "../../../../src/editor/settings/diagnostics/installedVersion";
import { packageHints } from "../../../../src/editor/settings/diagnostics/packageHints";
import { defined } from "../../../support/planFixture";

const nowhere = async () => undefined;

describe("a package that is fetched without an exact version", () => {
  const found: readonly [command: string, args: readonly string[], name: string | undefined, index?: number][] = [
    ["npx", ["-y", "some-server"], "some-server", 1],
    ["npx", ["-y", "@scope/server@latest", "--port", "1"], "@scope/server", 1],
    ["npx", ["--yes", "--package", "server@^1", "run"], "server", 2],
    ["C:\\nodejs\\npx.cmd", ["server@1"], "server", 0],
    ["pnpm", ["dlx", "server"], "server", 1],
    ["yarn", ["dlx", "server"], "server", 1],
    ["bunx", ["server"], "server", 0],
    ["uvx", ["--python", "3.12", "mcp-server-git"], "mcp-server-git", 2],
    ["uvx", ["--from", "mcp[cli]>=1.2", "mcp"], "mcp[cli]", 1],
    ["uv", ["tool", "run", "server"], "server", 2],
    ["pipx", ["run", "server"], "server", 1],
    ["npx", ["-y", "some-server@1.2.3"], undefined],
    ["npx", ["-y", "@scope/server@1.2.3-beta.1"], undefined],
    ["uvx", ["server==1.2"], undefined],
    ["uvx", ["server@1.2.3"], undefined],
    ["npx", ["./local"], undefined],
    ["npx", ["git+https://example.com/x.git"], undefined],
    ["npx", ["${env:SERVER}"], undefined],
    ["npx", [], undefined],
    ["pnpm", ["exec", "server"], undefined],
    ["node", ["server.js"], undefined],
  ];
  for (const [command, args, name, index] of found)
    it(`${command} ${args.join(" ")}: ${name ?? "none"}`, () => {
      const unpinned = unpinnedPackage(command, args);
      assert.deepEqual([unpinned?.name, unpinned?.index], [name, index]);
    });

  it("is warned about, and says how to pin it by hand where nothing is installed", async () => {
    const hints = await packageHints([defined({ command: "npx", args: ["-y", "a"] })], nowhere);
    assert.deepEqual(hints, [
      {
        scope: "user",
        path: ["mcpHub.servers", "files", "args", 1],
        severity: "warning",
        message:
          'Server "files" runs the newest version of "a", even one that was published a minute ago. Write an exact version that you have checked, such as "a@1.2.3".',
      },
    ]);
    const [python] = await packageHints([defined({ command: "uvx", args: ["a"] })], async () => "9.9.9");
    assert.match(python?.message ?? "", /such as "a==1\.2\.3"/);
    assert.equal(python?.fix, undefined);
  });

  it("is pinned to the version that npx fetched last", async () => {
    const folder = await mkdtemp(join(tmpdir(), "mcph-npx-"));
    try {
      for (const [set, version, at] of [
        ["b", "1.0.0", 1000],
        ["a", "2.1.0", 2000],
        ["c", "latest", 3000],
      ] as const) {
        const at1 = join(folder, set, "node_modules/@s/server");
        await mkdir(at1, { recursive: true });
        await writeFile(join(at1, "package.json"), JSON.stringify({ version }));
        await utimes(join(at1, "package.json"), at, at);
      }
      const definitions = [defined({ command: "npx", args: ["@s/server"] })];
      const [hint] = await packageHints(definitions, installedVersion(folder));
      assert.deepEqual(hint?.fix, {
        title: 'Pin "@s/server@2.1.0"',
        before: '"@s/server"',
        after: '"@s/server@2.1.0"',
      });
      assert.equal(await installedVersion(folder)("other"), undefined);
      assert.equal(await installedVersion(join(folder, "missing"))("@s/server"), undefined);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

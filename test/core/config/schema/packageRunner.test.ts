import assert from "node:assert/strict";
import { unpinnedPackage } from "../../../../src/core/config/schema/packageRunner";

describe("a package that a program fetches", () => {
  const open: [line: string, index: number, written: string, name: string, registry: "npm" | "python"][] = [
    ["npx a", 0, "a", "a", "npm"],
    ["npx -y @s/a@latest x", 1, "@s/a@latest", "@s/a", "npm"],
    ["/usr/bin/npx a@^1.2.3", 0, "a@^1.2.3", "a", "npm"],
    ["C:\\n\\NPX.cmd a@1", 0, "a@1", "a", "npm"],
    ["npx --registry https://x.example a", 2, "a", "a", "npm"],
    ["npx -p a b", 1, "a", "a", "npm"],
    ["npx -y --package @s/a b", 2, "@s/a", "@s/a", "npm"],
    ["npx --cache=/x a", 1, "a", "a", "npm"],
    ["pnpx a", 0, "a", "a", "npm"],
    ["bunx.exe a", 0, "a", "a", "npm"],
    ["npm exec a", 1, "a", "a", "npm"],
    ["npm x -- a", 2, "a", "a", "npm"],
    ["pnpm dlx a", 1, "a", "a", "npm"],
    ["yarn dlx a", 1, "a", "a", "npm"],
    ["bun x a", 1, "a", "a", "npm"],
    ["uvx a", 0, "a", "a", "python"],
    ["uvx a[b,c]>=1.2", 0, "a[b,c]>=1.2", "a[b,c]", "python"],
    ["uvx --from a@latest b", 1, "a@latest", "a", "python"],
    ["uvx --python 3.12 --with c a", 4, "a", "a", "python"],
    ["uv tool run a", 2, "a", "a", "python"],
    ["pipx run --spec a b", 2, "a", "a", "python"],
  ];
  for (const [line, index, written, name, registry] of open)
    it(`of "${line}" is ${name}`, () => {
      const [command = "", ...args] = line.split(" ");
      const separator = registry === "npm" ? "@" : "==";
      assert.deepEqual(unpinnedPackage(command, args), { index, written, name, separator, registry });
    });

  for (const line of [
    "npx",
    "npx -y",
    "npx -p",
    "npx a@1.2.3",
    "npx @s/a@v1.2.3-rc.1",
    "npx -p a@1.2 b",
    "npx --package=a b",
    "npx ${env:A}",
    "npx ./a",
    "npx ..",
    "npx https://x.example/a",
    "npm run a",
    "npm",
    "uv run a",
    "uv tool install a",
    "uvx a==1.2.3",
    "uvx a@1.2",
    "uvx git+https://x.example/a",
    "pipx install a",
    "node a",
    "npx.js a",
  ])
    it(`is not told of "${line}"`, () => {
      const [command = "", ...args] = line.split(" ");
      assert.equal(unpinnedPackage(command, args), undefined);
    });
});

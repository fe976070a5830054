import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

interface Locked {
  readonly integrity?: string;
  readonly link?: boolean;
}

describe("the lock files of the packages", () => {
  const files = execFileSync("git", ["ls-files", "*package-lock.json", "*npm-shrinkwrap.json"], { encoding: "utf8" })
    .split("\n")
    .filter((file) => file !== "");

  it("are there", () => assert.deepEqual(files.includes("package-lock.json"), true));

  for (const file of files)
    it(`say of every package what it must contain: ${file}`, () => {
      const { packages } = JSON.parse(readFileSync(file, "utf8")) as { packages: Readonly<Record<string, Locked>> };
      const all = Object.entries(packages).filter(([place, { link }]) => place !== "" && !link);
      assert.ok(all.length > 100);
      const bare = all.filter(([, { integrity }]) => !integrity?.startsWith("sha512-")).map(([place]) => place);
      assert.deepEqual(bare, []);
    });
});

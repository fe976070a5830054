import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installedVersion } from "../../../../src/editor/settings/diagnostics/installedVersion";

describe("the version of a package that npx has fetched", () => {
  const { npm_config_cache: cache, HOME } = process.env;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "npx-"));
  });
  afterEach(async () => {
    for (const [name, value] of Object.entries({ npm_config_cache: cache, HOME }))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    await rm(folder, { recursive: true });
  });

  /** Puts a package into a set; `at`: when it was fetched, in seconds. */
  const put = async (set: string, content: unknown, at: number) => {
    const place = join(set, "node_modules", "@s", "server");
    await mkdir(place, { recursive: true });
    await writeFile(join(place, "package.json"), typeof content === "string" ? content : JSON.stringify(content));
    await utimes(join(place, "package.json"), at, at);
  };
  const inFolder = () => installedVersion(folder)("@s/server");

  it("is that of the set that was fetched last, whatever the order of the sets", async () => {
    await put(join(folder, "a"), { version: "1.0.0" }, 20);
    await put(join(folder, "b"), { version: "3.0.0" }, 30);
    await put(join(folder, "c"), { version: "2.0.0" }, 10);
    assert.equal(await inFolder(), "3.0.0");
  });

  it("is none where the package is broken or its version is no version, and an older set counts", async () => {
    for (const broken of ["{", "[]", { version: 1 }, { version: "latest" }, { version: "1.2.3 && rm" }]) {
      await put(join(folder, "b"), broken, 30);
      assert.equal(await inFolder(), undefined, JSON.stringify(broken));
    }
    await put(join(folder, "a"), { version: "1.2.3-beta.1+x" }, 20);
    assert.equal(await inFolder(), "1.2.3-beta.1+x");
  });

  it("is looked for in the cache of npm, and in the home folder where none is named", async () => {
    process.env.npm_config_cache = join(folder, "cache");
    process.env.HOME = join(folder, "home");
    await put(join(folder, "cache", "_npx", "a"), { version: "1.0.0" }, 20);
    await put(join(folder, "home", ".npm", "_npx", "a"), { version: "2.0.0" }, 20);
    assert.equal(await installedVersion()("@s/server"), "1.0.0");
    delete process.env.npm_config_cache;
    assert.equal(await installedVersion()("@s/server"), process.platform === "win32" ? undefined : "2.0.0");
  });
});

import assert from "node:assert/strict";
import { type Configuration, readConfiguration } from "../../../../src/core/config/reading/configuration";
import type { ServerConfig } from "../../../../src/core/config/schema/serverConfig";
import { reconcile } from "../../../../src/core/hub/reconcile";
import { live, world } from "../../../support/planFixture";

const read = (config: ServerConfig, trusted: boolean): Configuration["definitions"] =>
  readConfiguration([{ location: { scope: "user" }, values: { servers: { files: config } } }], trusted).definitions;

const planned = (config: ServerConfig, folder: string | null = "/w") => {
  const [definition] = read(config, false);
  assert.ok(definition);
  const { plan, files } = world({ folder });
  for (const file of ["/w/.env", "/home/me/.env"]) files[file] = "A=1";
  return plan(definition, live);
};

describe("the person's own servers in Restricted Mode", () => {
  const folders: [config: ServerConfig, cwd: string][] = [
    [{ command: "npx" }, "/home/me"],
    [{ command: "npx", cwd: "/abs" }, "/abs"],
    [{ command: "npx", cwd: "~/x" }, "/home/me/x"],
    [{ command: "npx", cwd: "${userHome}/x" }, "/home/me/x"],
    [{ command: "npx", cwd: "/${env:TOKEN}", envFile: "~/.env" }, "/t0ken"],
  ];
  for (const [config, expected] of folders)
    it(`start ${JSON.stringify(config)} in ${expected}`, async () => {
      const plan = await planned(config);
      assert.ok(plan.kind === "stdio");
      assert.equal(plan.cwd, expected);
    });

  const refused: [config: ServerConfig, why: string][] = [
    [{ command: "npx", cwd: "sub" }, '"cwd" is a relative path'],
    [{ command: "npx", cwd: "${env:TOKEN}" }, '"cwd" is a relative path'],
    [{ command: "npx", cwd: "/abs", envFile: ".env" }, '"envFile" is a relative path'],
    [{ command: "npx", cwd: "/abs", sandbox: { read: ["docs"] } }, '"sandbox" is a relative path'],
    [{ command: "npx", cwd: "${workspaceFolder}" }, "it uses ${workspaceFolder}"],
    [{ command: "npx", cwd: "/abs", args: ["${workspaceFolder}/x.js"] }, "it uses ${workspaceFolder}"],
    [{ command: "npx", cwd: "/abs", args: ["${workspaceFolderBasename}"] }, "it uses ${workspaceFolderBasename}"],
    [{ url: "https://example.com", headers: { "X-Root": "${workspaceFolder}" } }, "it uses ${workspaceFolder}"],
  ];
  for (const [config, why] of refused)
    it(`are refused where they name the workspace's folder: ${JSON.stringify(config)}`, () =>
      assert.rejects(planned(config), {
        name: "HubError",
        code: "untrusted",
        message: `Server "files": ${why}, but this window is in Restricted Mode. Trust the workspace, or write a full path.`,
      }));

  it("speak of no trust where no folder is open", () =>
    assert.rejects(planned({ command: "npx", cwd: "sub" }, null), { code: "bad-config" }));

  const granted: [config: ServerConfig, startsAnew: boolean][] = [
    [{ command: "npx" }, true],
    [{ command: "npx", cwd: "sub" }, true],
    [{ url: "https://example.com/?root=${workspaceFolder}" }, true],
    [{ command: "npx", cwd: "/abs" }, false],
    [{ command: "npx", cwd: "~", envFile: "${userHome}/.env" }, false],
    [{ url: "https://example.com" }, false],
  ];
  for (const [config, startsAnew] of granted)
    it(`${startsAnew ? "start again" : "run on"} when trust is granted: ${JSON.stringify(config)}`, () => {
      const { changed, unchanged } = reconcile(read(config, false), read(config, true));
      assert.deepEqual([changed.length, unchanged.length], startsAnew ? [1, 0] : [0, 1]);
    });
});

import assert from "node:assert/strict";
import { newestFirst, programPlaces } from "../../../src/core/diagnosis/programPlaces";

const places = (platform: string, home: string, env: Readonly<Record<string, string>> = {}) =>
  programPlaces({ platform, home, env: (name) => env[name] }).map(({ manager, folder }) => `${manager}: ${folder}`);

describe("the places of programs", () => {
  it("are those of each manager on Linux", () => {
    const found = places("linux", "/home/me");
    for (const place of [
      "nvm: /home/me/.nvm/versions/node/*/bin",
      "fnm: /home/me/.local/share/fnm/node-versions/*/installation/bin",
      "Volta: /home/me/.volta/bin",
      "asdf: /home/me/.asdf/shims",
      "pyenv: /home/me/.pyenv/shims",
      "uv: /home/me/.local/bin",
      "Homebrew: /home/linuxbrew/.linuxbrew/bin",
    ])
      assert.ok(found.includes(place), place);
  });

  it("are those of each manager on macOS", () => {
    const found = places("darwin", "/Users/me");
    for (const place of [
      "Homebrew: /opt/homebrew/bin",
      "Homebrew: /usr/local/bin",
      "fnm: /Users/me/Library/Application Support/fnm/node-versions/*/installation/bin",
    ])
      assert.ok(found.includes(place), place);
  });

  it("are those of each manager on Windows", () => {
    const found = places("win32", "C:\\Users\\me", { APPDATA: "D:\\Roaming" });
    for (const place of [
      "npm: D:\\Roaming\\npm",
      "Scoop: C:\\Users\\me\\scoop\\shims",
      "nvm: D:\\Roaming\\nvm\\*",
      "Volta: C:\\Users\\me\\AppData\\Local\\Volta\\bin",
    ])
      assert.ok(found.includes(place), place);
  });

  it("are where the environment says", () => {
    assert.ok(places("linux", "/home/me", { NVM_DIR: "/opt/nvm" }).includes("nvm: /opt/nvm/versions/node/*/bin"));
    assert.ok(places("linux", "/home/me", { VOLTA_HOME: "/opt/volta" }).includes("Volta: /opt/volta/bin"));
  });

  it("have the newest version first, by number", () =>
    assert.deepEqual(newestFirst(["v9.11.2", "v22.4.0", "v22.14.0", "default"]), [
      "v22.14.0",
      "v22.4.0",
      "v9.11.2",
      "default",
    ]));
});

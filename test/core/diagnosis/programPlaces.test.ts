import assert from "node:assert/strict";
import { newestFirst, programPlaces } from "../../../src/core/diagnosis/programPlaces";

const places = (platform: string, env: Readonly<Record<string, string>> = {}) =>
  programPlaces({ platform, home: "~", env: (name) => env[name] }).map(
    ({ manager, folder }) => `${manager}: ${folder}`,
  );

/** Those of each manager, the person's own first. */
const usual: Readonly<Record<string, readonly string[]>> = {
  linux: [
    "nvm: ~/.nvm/versions/node/*/bin",
    "fnm: ~/.local/share/fnm/node-versions/*/installation/bin",
    "fnm: ~/.fnm/node-versions/*/installation/bin",
    "Volta: ~/.volta/bin",
    "asdf: ~/.asdf/shims",
    "mise: ~/.local/share/mise/shims",
    "pyenv: ~/.pyenv/shims",
    "pyenv: ~/.pyenv/versions/*/bin",
    "uv: ~/.local/bin",
    "Cargo: ~/.cargo/bin",
    "Bun: ~/.bun/bin",
    "Deno: ~/.deno/bin",
    "pnpm: ~/.local/share/pnpm",
    "npm: ~/.npm-global/bin",
    "Go: ~/go/bin",
    "Homebrew: /home/linuxbrew/.linuxbrew/bin",
    "Homebrew: ~/.linuxbrew/bin",
    "Snap: /snap/bin",
    "the system: /usr/local/bin",
    "the system: /usr/bin",
  ],
  darwin: [
    "nvm: ~/.nvm/versions/node/*/bin",
    "fnm: ~/Library/Application Support/fnm/node-versions/*/installation/bin",
    "fnm: ~/.fnm/node-versions/*/installation/bin",
    "Volta: ~/.volta/bin",
    "asdf: ~/.asdf/shims",
    "mise: ~/.local/share/mise/shims",
    "pyenv: ~/.pyenv/shims",
    "pyenv: ~/.pyenv/versions/*/bin",
    "uv: ~/.local/bin",
    "Cargo: ~/.cargo/bin",
    "Bun: ~/.bun/bin",
    "Deno: ~/.deno/bin",
    "pnpm: ~/Library/pnpm",
    "npm: ~/.npm-global/bin",
    "Go: ~/go/bin",
    "Homebrew: /opt/homebrew/bin",
    "Homebrew: /usr/local/bin",
    "MacPorts: /opt/local/bin",
    "Docker: /Applications/Docker.app/Contents/Resources/bin",
  ],
  win32: [
    "nvm: C:\\Program Files\\nodejs",
    "nvm: ~\\AppData\\Roaming\\nvm\\*",
    "fnm: ~\\AppData\\Roaming\\fnm\\node-versions\\*\\installation",
    "Volta: ~\\AppData\\Local\\Volta\\bin",
    "npm: ~\\AppData\\Roaming\\npm",
    "Scoop: ~\\scoop\\shims",
    "Chocolatey: C:\\ProgramData\\chocolatey\\bin",
    "WinGet: ~\\AppData\\Local\\Microsoft\\WinGet\\Links",
    "uv: ~\\.local\\bin",
    "pyenv: ~\\.pyenv\\pyenv-win\\shims",
    "Python: ~\\AppData\\Local\\Programs\\Python\\*",
    "Python: ~\\AppData\\Local\\Programs\\Python\\*\\Scripts",
    "Bun: ~\\.bun\\bin",
    "Deno: ~\\.deno\\bin",
    "Cargo: ~\\.cargo\\bin",
    "Docker: C:\\Program Files\\Docker\\Docker\\resources\\bin",
  ],
};

/** Where a variable of the environment says that they are. */
const moved: readonly [platform: string, env: Readonly<Record<string, string>>, places: readonly string[]][] = [
  ["linux", { NVM_DIR: "/x" }, ["nvm: /x/versions/node/*/bin"]],
  [
    "linux",
    { XDG_DATA_HOME: "/x" },
    ["fnm: /x/fnm/node-versions/*/installation/bin", "mise: /x/mise/shims", "pnpm: /x/pnpm"],
  ],
  ["linux", { FNM_DIR: "/x" }, ["fnm: /x/node-versions/*/installation/bin"]],
  ["darwin", { FNM_DIR: "/x" }, ["fnm: /x/node-versions/*/installation/bin"]],
  ["linux", { VOLTA_HOME: "/x" }, ["Volta: /x/bin"]],
  ["linux", { ASDF_DATA_DIR: "/x" }, ["asdf: /x/shims"]],
  ["linux", { MISE_DATA_DIR: "/x" }, ["mise: /x/shims"]],
  ["linux", { PYENV_ROOT: "/x" }, ["pyenv: /x/shims", "pyenv: /x/versions/*/bin"]],
  ["linux", { XDG_BIN_HOME: "/x" }, ["uv: /x"]],
  ["linux", { UV_INSTALL_DIR: "/x", XDG_BIN_HOME: "/y" }, ["uv: /x"]],
  ["linux", { CARGO_HOME: "/x" }, ["Cargo: /x/bin"]],
  ["linux", { BUN_INSTALL: "/x" }, ["Bun: /x/bin"]],
  ["linux", { PNPM_HOME: "/x" }, ["pnpm: /x"]],
  ["darwin", { PNPM_HOME: "/x" }, ["pnpm: /x"]],
  ["linux", { GOPATH: "/x" }, ["Go: /x/bin"]],
  ["win32", { APPDATA: "X:" }, ["nvm: X:\\nvm\\*", "fnm: X:\\fnm\\node-versions\\*\\installation", "npm: X:\\npm"]],
  [
    "win32",
    { LOCALAPPDATA: "X:" },
    [
      "Volta: X:\\Volta\\bin",
      "WinGet: X:\\Microsoft\\WinGet\\Links",
      "Python: X:\\Programs\\Python\\*",
      "Python: X:\\Programs\\Python\\*\\Scripts",
    ],
  ],
  ["win32", { ProgramFiles: "X:" }, ["nvm: X:\\nodejs", "Docker: X:\\Docker\\Docker\\resources\\bin"]],
  ["win32", { NVM_SYMLINK: "X:" }, ["nvm: X:"]],
  ["win32", { NVM_HOME: "X:" }, ["nvm: X:\\*"]],
  ["win32", { FNM_DIR: "X:" }, ["fnm: X:\\node-versions\\*\\installation"]],
  ["win32", { VOLTA_HOME: "X:" }, ["Volta: X:\\bin"]],
  ["win32", { SCOOP: "X:" }, ["Scoop: X:\\shims"]],
  ["win32", { ChocolateyInstall: "X:" }, ["Chocolatey: X:\\bin"]],
  ["win32", { PYENV_ROOT: "X:" }, ["pyenv: X:\\shims"]],
  ["win32", { BUN_INSTALL: "X:" }, ["Bun: X:\\bin"]],
  ["win32", { CARGO_HOME: "X:" }, ["Cargo: X:\\bin"]],
];

describe("the places of programs", () => {
  for (const [platform, all] of Object.entries(usual))
    it(`are those of each manager on ${platform}`, () => assert.deepEqual(places(platform), all));

  for (const [platform, env, expected] of moved)
    it(`are where ${Object.keys(env).join(" and ")} says on ${platform}`, () => {
      const known = new Set(usual[platform]);
      assert.deepEqual(
        places(platform, env).filter((place) => !known.has(place)),
        expected,
      );
    });

  it("have the newest version first, by number", () =>
    assert.deepEqual(newestFirst(["v9.11.2", "v22.4.0", "v22.14.0", "default"]), [
      "v22.14.0",
      "v22.4.0",
      "v9.11.2",
      "default",
    ]));
});

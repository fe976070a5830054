import assert from "node:assert/strict";
import { inheritedEnv } from "../../../src/mcp/stdio/inheritedEnv";

const secrets = {
  GITHUB_TOKEN: "1",
  AWS_SECRET_ACCESS_KEY: "2",
  OPENAI_API_KEY: "3",
  NODE_OPTIONS: "--require ./x.js",
  LD_PRELOAD: "x.so",
  DYLD_INSERT_LIBRARIES: "x.dylib",
  PYTHONPATH: "/x",
  SSH_AUTH_SOCK: "/x",
  LC_SECRET: "4",
  XDG_ACCESS_TOKEN: "5",
  MCP_HUB_INPUT_other: "6",
  MCP_HUB_SHELL_ENV: "0",
};

/** What programs cannot run without, by platform. */
const needed: Readonly<Partial<Record<NodeJS.Platform, Readonly<Record<string, string>>>>> = {
  linux: {
    PATH: "/bin",
    HOME: "/home/a",
    LANG: "de",
    LC_ALL: "de",
    TMPDIR: "/tmp",
    TZ: "UTC",
    HTTPS_PROXY: "http://p",
    https_proxy: "http://p",
    no_proxy: "a",
    NODE_EXTRA_CA_CERTS: "/ca.pem",
    XDG_CONFIG_HOME: "/c",
    XDG_RUNTIME_DIR: "/r",
    DISPLAY: ":0",
    npm_config_registry: "http://r",
    NVM_DIR: "/n",
  },
  darwin: {
    PATH: "/bin",
    HOME: "/Users/a",
    TMPDIR: "/var/t",
    LANG: "de",
    __CF_USER_TEXT_ENCODING: "0x1F5",
    HOMEBREW_PREFIX: "/opt",
  },
  win32: {
    Path: "C:\\a",
    SystemRoot: "C:\\Windows",
    windir: "C:\\Windows",
    ComSpec: "cmd",
    PATHEXT: ".EXE",
    TEMP: "C:\\t",
    TMP: "C:\\t",
    USERPROFILE: "C:\\Users\\a",
    APPDATA: "C:\\r",
    LOCALAPPDATA: "C:\\l",
    ProgramData: "C:\\p",
    "ProgramFiles(x86)": "C:\\x",
    NUMBER_OF_PROCESSORS: "2",
    PROCESSOR_ARCHITECTURE: "AMD64",
    http_proxy: "http://p",
  },
};

describe("what a program inherits", () => {
  for (const [platform, env] of Object.entries(needed) as [NodeJS.Platform, Record<string, string>][]) {
    it(`is what programs need to run, and nothing else: ${platform}`, () =>
      assert.deepEqual(inheritedEnv({ ...env, ...secrets }, [], platform), env));

    it(`is also what the settings name: ${platform}`, () =>
      assert.deepEqual(inheritedEnv({ ...env, ...secrets }, ["GITHUB_TOKEN", "AWS_*"], platform), {
        ...env,
        GITHUB_TOKEN: "1",
        AWS_SECRET_ACCESS_KEY: "2",
      }));

    it(`is never the hub's own: ${platform}`, () => {
      const all = inheritedEnv({ ...env, ...secrets }, ["*", "MCP_HUB_INPUT_other"], platform);
      assert.deepEqual(
        Object.keys(all).filter((name) => name.startsWith("MCP_HUB_")),
        [],
      );
      assert.equal(all.GITHUB_TOKEN, "1");
    });
  }

  it("knows names in any case on Windows only", () => {
    assert.deepEqual(inheritedEnv({ Github_Token: "1" }, ["GITHUB_TOKEN"], "win32"), { Github_Token: "1" });
    assert.deepEqual(inheritedEnv({ Github_Token: "1" }, ["GITHUB_TOKEN"], "linux"), {});
  });
});

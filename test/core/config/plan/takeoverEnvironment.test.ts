import assert from "node:assert/strict";
import { parseEnv } from "node:util";
import { resolvePlan } from "../../../../src/core/config/plan/resolvePlan";
import { takesOver } from "../../../../src/core/config/plan/takeoverEnvironment";
import type { StdioConfig } from "../../../../src/core/config/schema/serverConfig";
import { defined, live } from "../../../support/planFixture";

/** The names that the program would set, as a plan has them; rejects where it is refused. */
async function planned(
  config: Partial<StdioConfig>,
  { scope = "workspace", allowedEnvironment = [], inheritEnv = [], file = "" }: Given = {},
) {
  const asked: string[] = [];
  const plan = resolvePlan({
    variableContext: {
      env: () => "x",
      userHome: "/home/me",
      pathSeparator: "/",
      workspaceFolder: () => "/w",
      readFile: async () => file,
    },
    secrets: { get: async () => undefined, set: async () => {}, delete: async () => {} },
    ask: async ({ name }) => {
      asked.push(name);
      return "typed";
    },
    parseEnv,
    workspaceLimits: () => ({ allowedEnvironment: [...allowedEnvironment], inheritEnv: [...inheritEnv] }),
  });
  const made = await plan(defined({ command: "x", ...config }, { scope, source: "/w" }), live).catch((error) => {
    assert.deepEqual(asked, [], "a person is asked for values of what is refused");
    throw error;
  });
  assert.ok(made.kind === "stdio");
  return Object.keys(made.env);
}

interface Given {
  readonly scope?: "user" | "workspace" | "folder" | "file";
  readonly allowedEnvironment?: readonly string[];
  readonly inheritEnv?: readonly string[];
  readonly file?: string;
}

const refused = (name: string) => ({
  code: "bad-config",
  message: new RegExp(`"files": it sets the environment variable "${name}".*mcpHub\\.allowedEnvironment`),
});

describe("environment variables that take programs over", () => {
  for (const name of (
    "PATH Path LD_PRELOAD LD_LIBRARY_PATH DYLD_INSERT_LIBRARIES NODE_OPTIONS NODE_PATH PYTHONPATH PYTHONSTARTUP PYTHONHOME " +
    "RUBYOPT RUBYLIB PERL5LIB PERL5OPT JAVA_TOOL_OPTIONS _JAVA_OPTIONS BASH_ENV ENV GIT_SSH GIT_SSH_COMMAND GIT_EXTERNAL_DIFF " +
    "GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 npm_config_registry npm_config_script_shell NPM_CONFIG_REGISTRY PIP_INDEX_URL " +
    "UV_INDEX UV_INDEX_URL UV_DEFAULT_INDEX ComSpec SHELL PathExt"
  ).split(" "))
    it(`${name} does`, () => assert.ok(takesOver(name)));

  for (const name of "API_KEY REGION DEBUG LANG GIT_AUTHOR_NAME NODE_ENV PYTHONUNBUFFERED MY_PATH PATHS LOG_LEVEL LDAP_URL PIPELINE_ID UVICORN_PORT CORS_ORIGIN".split(
    " ",
  ))
    it(`${name} does not`, () => assert.ok(!takesOver(name)));

  for (const scope of ["workspace", "folder"] as const)
    it(`are refused from the settings of a ${scope}, before a person is asked for anything`, async () => {
      const env = { REGION: "${input:region}", NODE_OPTIONS: "--require ./x.js" };
      await assert.rejects(planned({ env }, { scope }), refused("NODE_OPTIONS"));
    });

  it("are refused from an environment file of a workspace's entry", async () => {
    const file = "A=1\nPYTHONPATH=/w/evil\n";
    await assert.rejects(planned({ envFile: ".env" }, { file }), refused("PYTHONPATH"));
  });

  it("are allowed one by one", async () => {
    const env = { PYTHONPATH: "/w", PATH: "/w/bin" };
    assert.deepEqual(await planned({ env }, { allowedEnvironment: ["pythonpath", "PATH"] }), ["PYTHONPATH", "PATH"]);
    await assert.rejects(planned({ env }, { allowedEnvironment: ["PYTHONPATH"] }), refused("PATH"));
    await assert.rejects(planned({ env }, { allowedEnvironment: ["P*"] }), refused("PYTHONPATH"));
  });

  it("may be taken away", async () => {
    assert.deepEqual(await planned({ env: { NODE_OPTIONS: null } }), ["NODE_OPTIONS"]);
  });

  for (const scope of ["user", "file"] as const)
    it(`are the person's own business in the ${scope} settings`, async () => {
      const config = { env: { PATH: "/opt/bin" }, inheritEnv: ["GITHUB_*"] };
      assert.deepEqual(await planned(config, { scope }), ["PATH"]);
    });

  it("a workspace does not widen what its programs inherit", async () => {
    const widened = { code: "bad-config", message: /"inheritEnv" names "GITHUB_\*".*mcpHub\.inheritEnv/ };
    await assert.rejects(planned({ inheritEnv: ["CI", "GITHUB_*"] }, { inheritEnv: ["CI"] }), widened);
    assert.deepEqual(await planned({ inheritEnv: ["CI"] }, { inheritEnv: ["CI", "GITHUB_*"] }), []);
    assert.deepEqual(await planned({ inheritEnv: [] }), []);
  });
});

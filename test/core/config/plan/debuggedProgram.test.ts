import assert from "node:assert/strict";
import { attachConfiguration, debuggedProgram } from "../../../../src/core/config/plan/debuggedProgram";
import type { StdioPlan } from "../../../../src/core/config/plan/launchPlan";
import type { StdioConfig } from "../../../../src/core/config/schema/serverConfig";
import { defined, live, world } from "../../../support/planFixture";

const debugged = (type: "node" | "debugpy", args: readonly string[], debugpyPath?: string) =>
  debuggedProgram({ command: "x", args }, { type, ...(debugpyPath !== undefined && { debugpyPath }) }, 5000).args.join(
    " ",
  );

describe("a program that waits for a debugger", () => {
  it("listens at this machine alone, before its first line runs", () => {
    assert.equal(
      debugged("node", ["--no-warnings", "server.js", "a"]),
      "--inspect-brk=127.0.0.1:5000 --no-warnings server.js a",
    );
    const listening = "--listen 127.0.0.1:5000 --wait-for-client";
    assert.equal(debugged("debugpy", ["server.py", "-v"]), `-m debugpy ${listening} server.py -v`);
    assert.equal(debugged("debugpy", ["server.py"], "/opt/debugpy"), `/opt/debugpy ${listening} server.py`);
  });

  it("keeps the options of Python before debugpy, and the script, module or code after it", () => {
    const listening = "-m debugpy --listen 127.0.0.1:5000 --wait-for-client";
    assert.equal(debugged("debugpy", ["-u", "-X", "dev", "-m", "server"]), `-u -X dev ${listening} -m server`);
    assert.equal(debugged("debugpy", ["-Werror", "-c", "print(1)"]), `-Werror ${listening} -c print(1)`);
    assert.equal(debugged("debugpy", ["-W"]), `-W ${listening}`);
    assert.equal(debugged("debugpy", []), listening);
  });

  it("is attached to by the debug configuration of its kind", () => {
    assert.deepEqual(attachConfiguration("files", { type: "node" }, 5000), {
      type: "node",
      request: "attach",
      name: "files",
      address: "127.0.0.1",
      port: 5000,
      continueOnAttach: true,
      autoAttachChildProcesses: false,
      skipFiles: ["<node_internals>/**"],
    });
    assert.deepEqual(attachConfiguration("files", { type: "debugpy", debugpyPath: "/x" }, 5000), {
      type: "debugpy",
      request: "attach",
      name: "files",
      connect: { host: "127.0.0.1", port: 5000 },
    });
  });
});

describe("an entry that is to be debugged", () => {
  const planOf = async (config: StdioConfig): Promise<StdioPlan> =>
    (await world({ debugs: true }).plan(defined(config), live)) as StdioPlan;

  it("says so in its plan, with its variables filled in", async () => {
    const node = { command: "/usr/bin/node", args: ["server.js"], dev: { debug: { type: "node" as const } } };
    const { command, args, debug } = await planOf(node);
    assert.deepEqual([command, args, debug], ["/usr/bin/node", ["server.js"], { type: "node" }]);
    const python = { type: "debugpy" as const, debugpyPath: "~/debugpy" };
    for (const command of ["python3.12", "C:\\Python\\python.exe", "py", "pythonw"])
      assert.deepEqual((await planOf({ command, dev: { debug: python } })).debug, {
        type: "debugpy",
        debugpyPath: "/home/me/debugpy",
      });
    assert.equal((await planOf({ command: "node", dev: { watch: "src/**" } })).debug, undefined);
  });

  for (const [config, sentence] of [
    [{ command: "npx", dev: { debug: { type: "node" } } }, /needs "node" as its "command"/],
    [{ command: "uv", dev: { debug: { type: "debugpy" } } }, /needs Python as its "command"/],
    [{ command: "node", sandbox: true, dev: { debug: { type: "node" } } }, /sandbox without network/],
  ] satisfies [StdioConfig, RegExp][])
    it(`is refused where no debugger can attach: ${sentence.source}`, () => assert.rejects(planOf(config), sentence));

  it("starts as it is where there is no debugger, such as on the command line", async () => {
    const plan = (await world().plan(defined({ command: "npx", dev: { debug: { type: "node" } } }), live)) as StdioPlan;
    assert.equal(plan.debug, undefined);
  });

  it("may be in a sandbox that has the network", async () => {
    const { debug } = await planOf({ command: "node", sandbox: { network: true }, dev: { debug: { type: "node" } } });
    assert.deepEqual(debug, { type: "node" });
  });
});

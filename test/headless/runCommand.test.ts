import assert from "node:assert/strict";
import { HubError } from "../../src/core/kernel/hubError";
import type { ToolResult } from "../../src/core/messages/toolResult";
import { parseCommandLine } from "../../src/headless/commandLine";
import type { HeadlessHub, ListedTool } from "../../src/headless/headlessHub";
import { type HubNeeds, runCommand } from "../../src/headless/runCommand";
import { usage } from "../../src/headless/usage";
import type { ConnectionState } from "../../src/protocol/connectionState";
import type { ServerView } from "../../src/protocol/hubView";

const ready: ConnectionState = {
  kind: "ready",
  since: 0,
  info: { name: "fixture", version: "1.0", protocolVersion: "2025-11-25", transport: "stdio" },
} as ConnectionState;
const counts = { tools: 2, resources: 0, resourceTemplates: 0, prompts: 0 };
const failed = (code: string, message = `It is ${code}.`): ConnectionState =>
  ({ kind: "failed", error: { code, message } }) as ConnectionState;
const starting = { kind: "starting", attempt: 1 } as unknown as ConnectionState;

describe("a command that is run", () => {
  let states: Record<string, ConnectionState>;
  let missing: Record<string, readonly string[]>;
  let tools: readonly Partial<ListedTool>[];
  let result: ToolResult;
  let opened: (HubNeeds & { config: string })[];
  let called: unknown[];
  let closed: number;
  let isReady: Promise<void>;
  let signal: AbortSignal;
  beforeEach(() => {
    [states, missing, tools, opened, called, closed] = [{ files: ready }, {}, [], [], [], 0];
    result = { content: [{ type: "text", text: "hello" }], isError: false };
    isReady = Promise.resolve();
    signal = new AbortController().signal;
  });

  const hub = {
    ready: () => isReady,
    status: () => ({
      phase: "running",
      problems: [],
      servers: Object.entries(states).map(
        ([id, state]) => ({ id, label: id, state, missing: missing[id], counts, inFlight: 0 }) as ServerView,
      ),
    }),
    figures: () => ({}),
    listTools: () => tools,
    callTool: async (...args: readonly unknown[]) => {
      called.push(args.slice(0, 3));
      return result;
    },
    close: async () => void closed++,
  } as unknown as HeadlessHub;
  const run = (line: string) => {
    const command = parseCommandLine(line.split(" ")) as Parameters<typeof runCommand>[0];
    const open = async (config: string, needs: HubNeeds) => {
      opened.push({ config, ...needs });
      return hub;
    };
    return runCommand(command, open, "1.2.3", signal);
  };

  it("says how it is used and which version it is without opening a hub", async () => {
    assert.deepEqual(await run("--help"), { exitCode: 0, stdout: `${usage}\n`, stderr: "" });
    assert.equal((await run("--help --json")).stdout, `${JSON.stringify({ usage })}\n`);
    assert.equal((await run("--version")).stdout, "1.2.3\n");
    assert.equal((await run("--version --json")).stdout, '{"version":"1.2.3"}\n');
    assert.deepEqual(opened, []);
  });

  it("opens only the server that it calls, and closes the hub", async () => {
    const outcome = await run('call files read --config f --root a --args {"path":"x"}');
    assert.deepEqual(outcome, { exitCode: 0, stdout: "hello\n", stderr: "" });
    assert.deepEqual(opened, [{ config: "f", roots: ["a"], only: "files" }]);
    assert.deepEqual(called, [["files", "read", { path: "x" }]]);
    assert.equal(closed, 1);
    await run("tools --config f");
    assert.deepEqual(opened[1], { config: "f", roots: [] });
  });

  it("ends a call with 1 where the tool reports an error, and warns beside the result, but not in JSON", async () => {
    result = { ...result, isError: true, warning: "It was cut." };
    assert.deepEqual(await run("call files read --config f"), {
      exitCode: 1,
      stdout: "hello\n",
      stderr: "It was cut.\n",
    });
    const json = await run("call files read --config f --json");
    assert.deepEqual([json.exitCode, json.stderr], [1, ""]);
    assert.deepEqual(JSON.parse(json.stdout), result);
  });

  it("lists tools, and says on standard error what fails and what is missing", async () => {
    tools = [{ server: "files", tool: "read", description: "Reads." }];
    states = { files: ready, mail: failed("transport") };
    missing = { files: ["Its prompts could not be read."] };
    const { exitCode, stdout, stderr } = await run("tools --config f");
    assert.deepEqual([exitCode, stdout], [0, "files  read  Reads.\n"]);
    assert.equal(stderr, "It is transport.\nfiles: Its prompts could not be read.\n");
    const json = JSON.parse((await run("tools --config f --json")).stdout);
    assert.deepEqual(json, { tools, failures: [{ server: "mail", code: "transport", message: "It is transport." }] });
  });

  const endings: readonly (readonly [
    what: string,
    states: Record<string, ConnectionState>,
    tools: number,
    status: number,
  ])[] = [
    ["no server is there", {}, 0, 0],
    ["one of two works", { a: ready, b: failed("transport") }, 0, 0],
    ["every server fails", { a: failed("transport"), b: failed("bad-config") }, 3, 0],
    ["every entry is wrong", { a: failed("bad-config"), b: failed("bad-config") }, 2, 2],
  ];
  for (const [what, now, ofTools, ofStatus] of endings)
    it(`ends tools with ${ofTools} and status with ${ofStatus} where ${what}`, async () => {
      states = now;
      assert.equal((await run("tools --config f")).exitCode, ofTools);
      assert.equal((await run("status --config f")).exitCode, ofStatus);
    });

  for (const [code, exitCode] of [
    ["bad-config", 2],
    ["bad-arguments", 2],
    ["unknown-server", 2],
    ["unknown-tool", 2],
    ["transport", 3],
  ] as const)
    it(`ends with ${exitCode} where a call fails with ${code}`, async () => {
      const call = async () => {
        throw new HubError(code, "Why.");
      };
      const command = parseCommandLine(["call", "a", "b", "--config", "f"]) as Parameters<typeof runCommand>[0];
      const failing = async () => ({ ...hub, callTool: call }) as unknown as HeadlessHub;
      assert.deepEqual(await runCommand(command, failing, "1", signal), { exitCode, stdout: "", stderr: "Why.\n" });
      const json = await runCommand({ ...command, json: true }, failing, "1", signal);
      assert.deepEqual([json.exitCode, JSON.parse(json.stdout).error.code, json.stderr], [exitCode, code, ""]);
    });

  it("waits for servers until its time is over, and says which one was not ready, and how many", async () => {
    isReady = new Promise(() => {});
    states = { files: starting };
    const one = await run("tools --config f --timeout 0.001");
    assert.equal(one.exitCode, 3);
    assert.match(one.stderr, /^"files" was not ready within .*raise --timeout\.\n$/);
    states = { files: starting, mail: starting, other: ready };
    const two = await run("status --config f --timeout 0.001");
    assert.match(two.stdout, /\n2 of 3 servers are still on their way\./);
  });

  it("ends with the reason of its signal, and closes the hub", async () => {
    isReady = new Promise(() => {});
    states = { files: starting };
    const abort = new AbortController();
    signal = abort.signal;
    const running = run("tools --config f");
    await new Promise((resolve) => setImmediate(resolve));
    abort.abort(new HubError("cancelled", "It was ended."));
    assert.deepEqual(await running, { exitCode: 3, stdout: "", stderr: "It was ended.\n" });
    assert.equal(closed, 1);
  });
});

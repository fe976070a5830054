import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { HubError } from "../../../src/core/kernel/hubError";
import { fixturePlan } from "../../support/fixtures";
import { HeardEvents } from "../../support/heardEvents";
import { noAbort, openLinks } from "../../support/openLinks";

/** Settles after the event loop has gone round, long enough for a message that must not come. */
const aMoment = (ms = 100) => new Promise((resolve) => setTimeout(resolve, ms));

/** In hexadecimal, as digests of what a server sends are. */
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

describe("a link over stdio", function () {
  this.timeout(20_000);
  const open = openLinks();
  const call =
    (name: string, args: Record<string, unknown> = {}) =>
    async (plan = fixturePlan()) => {
      const { link } = await open(plan);
      return link.callTool(name, args, { signal: noAbort() });
    };

  it("introduces the server", async () => {
    const { link } = await open(fixturePlan());
    const { pid, capabilities, ...info } = link.info;
    assert.ok(capabilities?.includes("tools"), String(capabilities));
    assert.deepEqual(info, {
      name: "fixture",
      version: "1.2.3",
      protocolVersion: "2025-11-25",
      transport: "stdio",
      instructions: "Be kind.",
      instructionsDigest: sha256('"Be kind."'),
    });
    assert.ok(pid && process.kill(pid, 0));
  });

  it("calls a tool", async () => {
    assert.deepEqual(await call("echo", { text: "hello" })(), {
      content: [{ type: "text", text: "hello" }],
      isError: false,
    });
  });

  it("passes a tool error on", async () => {
    assert.deepEqual(await call("refuse")(), { content: [{ type: "text", text: "no such file" }], isError: true });
  });

  it("translates an error of the server", async () => {
    await assert.rejects(call("rpcError", { code: -32602, message: "the path is missing" })(), {
      code: "server-error",
      message: '"fixture" answered with an error: the path is missing.',
    });
  });

  it("reads every page of every list", async () => {
    const plain = await (await open(fixturePlan())).link.catalog(noAbort());
    const paged = await (await open(fixturePlan("--pages=3"))).link.catalog(noAbort());
    assert.deepEqual(paged, plain);
    assert.equal(plain.resources.length, 3);
    assert.deepEqual(plain.resources[0], { uri: "fixture:///a", name: "a", mimeType: "text/plain", size: 5 });
    assert.deepEqual(plain.resourceTemplates, [{ uriTemplate: "fixture:///{name}", name: "any" }]);
    const prompt = '{"arguments":[{"name":"who","required":true}],"description":"Greets.","name":"greet"}';
    assert.deepEqual(plain.prompts, [
      {
        name: "greet",
        description: "Greets.",
        arguments: [{ name: "who", required: true }],
        digest: sha256(prompt),
      },
    ]);
    const { digest, ...echo } = plain.tools.find(({ name }) => name === "echo") ?? assert.fail("There is no echo.");
    assert.match(digest ?? "", /^[0-9a-f]{64}$/);
    assert.deepEqual(echo, {
      name: "echo",
      description: "Says it again.",
      inputSchema: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
      hints: { readOnly: true, idempotent: true },
    });
  });

  it("gives up a list without end", async () => {
    const { link } = await open(fixturePlan("--endless-pages"));
    await assert.rejects(link.refresh("tools", noAbort()), { code: "protocol", message: /lists more pages/ });
  });

  it("reads a resource and gets a prompt", async () => {
    const { link } = await open(fixturePlan());
    const options = { signal: noAbort() };
    assert.deepEqual(await link.readResource("fixture:///a", options), [
      { uri: "fixture:///a", mimeType: "text/plain", text: "hello" },
    ]);
    assert.deepEqual(await link.readResource("fixture:///blob", options), [
      { uri: "fixture:///blob", blob: "aGVsbG8=" },
    ]);
    assert.deepEqual(await link.getPrompt("greet", { who: "Ada" }, options), [
      { role: "user", content: { type: "text", text: "Hello, Ada" } },
    ]);
  });

  it("passes progress on", async () => {
    const { link } = await open(fixturePlan());
    const told: unknown[] = [];
    const onProgress = (progress: unknown) => told.push(progress);
    await link.callTool("progress", { steps: 2, everyMs: 10 }, { signal: noAbort(), onProgress });
    assert.deepEqual(told, [
      { progress: 1, total: 2, message: "step 1" },
      { progress: 2, total: 2, message: "step 2" },
    ]);
  });

  it("requests progress even without a listener, so that a limit elsewhere can be extended", async () => {
    const { link, heard } = await open(fixturePlan());
    await link.callTool("progress", { steps: 1, everyMs: 1 }, { signal: noAbort() });
    assert.equal(heard.notifications.filter(({ method }) => method === "notifications/progress").length, 1);
  });

  it("cancels a call at the server, and rejects with the caller's reason", async () => {
    const { link, heard } = await open(fixturePlan());
    const abort = new AbortController();
    const hanging = link.callTool("hang", {}, { signal: abort.signal });
    await heard.until(({ logs }) => logs.find(({ text }) => text === "hanging"));
    abort.abort(new HubError("timeout", "too slow"));
    await assert.rejects(hanging, { code: "timeout", message: "too slow" });
    const { content } = await link.callTool("cancelled", {}, { signal: noAbort() });
    assert.match(JSON.stringify(content), /requestId/);
  });

  it("does not even send a call that is cancelled already", async () => {
    const { link } = await open(fixturePlan());
    await assert.rejects(link.callTool("echo", { text: "" }, { signal: AbortSignal.abort() }), {
      code: "cancelled",
      message: 'The call of "echo" on "fixture" was cancelled.',
    });
  });

  it("is notified that a list changed, and reads it again", async () => {
    const { link, heard } = await open(fixturePlan());
    const before = await link.catalog(noAbort());
    await link.callTool("change", { part: "tools" }, { signal: noAbort() });
    assert.equal(await heard.until(({ changes }) => changes[0]), "tools");
    const { tools } = await link.refresh("tools", noAbort());
    assert.equal(tools?.length, before.tools.length + 1);
    assert.equal(tools?.at(-1)?.name, "added1");
  });

  it("still checks results after a list that was read again the moment it changed", async () => {
    const heard = new HeardEvents();
    const { link } = await open(fixturePlan(), { heard });
    const refreshed = new Promise((resolve) => {
      heard.changed = (part) => resolve(link.refresh(part, noAbort()));
    });
    await link.callTool("change", { part: "tools" }, { signal: noAbort() });
    await refreshed;
    const { warning } = await link.callTool("structured", { count: "three" }, { signal: noAbort() });
    assert.match(warning ?? "", /does not fit the output schema of "structured"/);
  });

  it("gets the server's log in the hub's four levels, without secrets", async () => {
    const { link, heard } = await open(fixturePlan());
    const levels = ["debug", "info", "notice", "warning", "error", "critical", "alert", "emergency", "odd"];
    await link.callTool("log", { levels }, { signal: noAbort() });
    const logs = await heard.until(({ logs }) => (logs.length === levels.length ? logs : undefined));
    assert.deepEqual(
      logs.map(({ level }) => level),
      ["debug", "info", "info", "warning", "error", "error", "error", "error", "info"],
    );
    assert.match(logs[0]?.text ?? "", /^\[fixture\] \{"level":"debug"/);
    assert.doesNotMatch(JSON.stringify(logs), /hunter2/);
  });

  it("sends no events after it was disposed", async () => {
    const { link, heard } = await open(fixturePlan());
    link.dispose();
    const before = heard.count;
    await link.closed;
    await aMoment();
    assert.equal(heard.count, before);
    assert.deepEqual(heard.losses, []);
  });

  it("rejects what is still under way when it is let go", async () => {
    const { link } = await open(fixturePlan());
    const hanging = link.callTool("hang", {}, { signal: noAbort() });
    link.dispose();
    await assert.rejects(hanging, { code: "not-connected", message: '"fixture" was disconnected. Connect it again.' });
    await assert.rejects(link.callTool("echo", {}, { signal: noAbort() }), { code: "not-connected" });
  });

  it("reports a crash in the middle of a call, with the exit code and the last words", async () => {
    const { link, heard } = await open(fixturePlan());
    const message =
      '"fixture" stopped: fatal: out of cheese. Its process ended with exit code 3. Check the command, then restart it.';
    await assert.rejects(link.callTool("crash", {}, { signal: noAbort() }), { code: "exited", message });
    assert.deepEqual(
      heard.losses.map(({ code, message }) => ({ code, message })),
      [{ code: "exited", message }],
    );
  });

  it("is lost when the program closes its output and goes on: nothing waits for an answer that cannot come", async () => {
    const args = ["test/support/evaluatingServer.mjs", "--stay"];
    const { link, heard } = await open({ ...fixturePlan(), args });
    const script = `require("node:fs").closeSync(1); await new Promise((resolve) => setTimeout(resolve, 60_000));`;
    const message =
      '"fixture" closed its standard output while it was still running, so it cannot answer. Restart the server.';
    await assert.rejects(link.callTool("evaluate", { script }, { signal: noAbort() }), { code: "transport", message });
    assert.deepEqual(
      heard.losses.map(({ code, message }) => ({ code, message })),
      [{ code: "transport", message }],
    );
  });

  it("reports a process that exits at once", async () => {
    const heard = new HeardEvents();
    await assert.rejects(open(fixturePlan("--exit=7"), { heard }), {
      code: "exited",
      message:
        /stopped: Error: the port is taken\. Its process ended with exit code 7\. Check the command, .* The rest of its output: starting\./,
    });
    assert.deepEqual(heard.losses, []);
  });

  it("stops opening at an abort, and leaves nothing", async () => {
    const abort = new AbortController();
    const opening = open(fixturePlan("--silent"), { signal: abort.signal });
    setTimeout(() => abort.abort(new HubError("timeout", "took too long")), 200);
    await assert.rejects(opening, { code: "timeout", message: "took too long" });
  });

  it("names a protocol revision that it cannot speak", async () => {
    await assert.rejects(open(fixturePlan("--version=1999-01-01")), {
      code: "protocol",
      message: /"fixture" did not follow the protocol: .*1999-01-01/,
    });
  });

  for (const [problem, plan, message] of [
    [
      "a program that does not exist",
      { ...fixturePlan(), command: "no-such-program" },
      '"fixture" could not start: the program "no-such-program" was not found on the PATH. Install it or correct "command" in the settings.',
    ],
    [
      "a file that may not be run",
      { ...fixturePlan(), command: "./package.json" },
      '"fixture" could not start: you are not allowed to run "./package.json". Make the file executable or correct "command" in the settings.',
    ],
    [
      "a folder that does not exist",
      { ...fixturePlan(), cwd: "/no/such/folder" },
      '"fixture" could not start: the folder "/no/such/folder" does not exist. Create it or correct "cwd" in the settings.',
    ],
  ] as const)
    it(`names ${problem}`, () => assert.rejects(open(plan), { code: "spawn-failed", message }));

  it("gives the server its environment, without the editor's own names", async () => {
    const shellEnv = async () => ({ ...process.env, ELECTRON_RUN_AS_NODE: "1", VSCODE_PID: "7", FROM_SHELL: "yes" });
    const { link } = await open(
      { ...fixturePlan(), env: { FROM_PLAN: "too", HOME: undefined } },
      { shellEnv, inheritEnv: ["*"] },
    );
    const read = async (name: string) => (await link.callTool("env", { name }, { signal: noAbort() })).content[0];
    for (const [name, text] of [
      ["FROM_SHELL", "yes"],
      ["FROM_PLAN", "too"],
      ["HOME", "(not set)"],
      ["VSCODE_PID", "(not set)"],
      ["ELECTRON_RUN_AS_NODE", "(not set)"],
    ] as const)
      assert.deepEqual(await read(name), { type: "text", text }, name);
  });

  it("runs `node` where no Node is installed", async () => {
    const { link } = await open(
      { ...fixturePlan(), command: "node" },
      { shellEnv: async () => ({ PATH: "/nowhere" }) },
    );
    assert.equal(link.info.name, "fixture");
  });
});

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { systemClock } from "../../../src/core/kernel/clock";
import { processSystem } from "../../../src/mcp/processes/processTree";
import { type Program, runProgram } from "../../../src/mcp/processes/runProgram";
import { noAbort } from "../../support/openLinks";
import { processesWith } from "../../support/processesWith";
import { until } from "../../support/until";

describe("a sign-in program", function () {
  this.timeout(40_000);
  let mark: string;
  const running = () => processesWith("HUB_TEST_MARK", mark);
  beforeEach(function () {
    if (process.platform !== "linux") this.skip(); // the marker is found in /proc
    mark = randomUUID();
  });
  afterEach(() => {
    for (const pid of running()) process.kill(pid, "SIGKILL");
  });

  const ports = { clock: systemClock, system: processSystem((error) => assert.fail(String(error))) };
  const program = (body: string, reads = true): Program => ({
    ...{ command: process.execPath, args: ["-e", body], reads },
    env: { ...process.env, HUB_TEST_MARK: mark },
  });
  /** Code that starts a program which goes on for ever, with the same standard output. */
  const starts = (body: string, options = "") =>
    `require("child_process").spawn(process.execPath,["-e",${JSON.stringify(`${body};setInterval(()=>{},1e6)`)}],{stdio:["ignore","inherit","ignore"]${options}})`;

  it("is done when it has exited, even if another process holds its output, and its descendants keep running", async () => {
    for (const options of ["", ",detached:true"]) {
      const body = `${starts("", options)}.unref();console.log("t0ken")`;
      const ended = await runProgram(program(body), ports, noAbort());
      assert.deepEqual(ended, { kind: "done", stdout: "t0ken\n" });
    }
    assert.equal(running().length, 2);
  });

  it("is ended with all that it has started, also what does not heed a signal or has left the group", async () => {
    const deaf = 'process.on("SIGTERM",()=>{})';
    const abort = new AbortController();
    const body = `${deaf};${starts(deaf)};${starts(deaf, ",detached:true")};setInterval(()=>{},1e6)`;
    const ended = runProgram(program(body), ports, abort.signal);
    await until("all three run", () => running().length === 3);
    abort.abort();
    assert.deepEqual(await ended, { kind: "failed", code: null, signal: "SIGKILL" });
    assert.deepEqual(running(), []);
  });

  it("is ended with all that it has started when it prints without end, long before its time is over", async () => {
    const body = `${starts("")};const more=()=>process.stdout.write("x".repeat(65536),more);more()`;
    assert.deepEqual(await runProgram(program(body), ports, noAbort()), { kind: "too-long" });
    assert.deepEqual(running(), []);
  });

  it("gets no pipe for output that is not read", async () => {
    const body = 'process.exit(require("fs").fstatSync(1).isCharacterDevice() ? 0 : 3)';
    assert.deepEqual(await runProgram(program(body, false), ports, noAbort()), { kind: "done", stdout: "" });
    assert.deepEqual(await runProgram(program(body), ports, noAbort()), { kind: "failed", code: 3, signal: null });
  });

  it("keeps the end of its standard error where that is wanted, for a failure", async () => {
    const body = 'process.stderr.write("x".repeat(20000)+"the end",()=>process.exit(3))';
    const ended = await runProgram({ ...program(body), keepsErrors: true }, ports, noAbort());
    assert.ok(ended.kind === "failed");
    assert.equal(ended.code, 3);
    assert.ok(ended.stderr?.endsWith("xthe end"), ended.stderr);
    assert.equal(ended.stderr?.length, 16 * 1024);
  });
});

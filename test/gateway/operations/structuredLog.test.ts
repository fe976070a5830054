import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventStream } from "../../../src/core/hub/eventStream";
import { HubError } from "../../../src/core/kernel/hubError";
import { type StructuredLogOptions, structuredLog } from "../../../src/gateway/operations/structuredLog";
import { ended, failed } from "../../support/operationEvents";
import { until } from "../../support/until";

describe("the structured log", () => {
  let folder: string;
  let stream: EventStream;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mcph-log-"));
    stream = new EventStream(Date.now, (error) => assert.fail(String(error)));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = (options: Partial<StructuredLogOptions> = {}) =>
    structuredLog(stream, { file: join(folder, "hub.log"), failed: (text) => assert.fail(text), ...options });

  const lines = (file = "hub.log"): readonly Record<string, unknown>[] =>
    readFileSync(join(folder, file), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));

  it("has one JSON line for what happens, with everything that one looks for", async () => {
    const log = open();
    const client = { door: "gateway", client: { id: "1", name: "Cursor" } } as const;
    stream.publish(failed("timeout", { call: "r-1", caller: client, ms: 12 }));
    await log.close();
    const [line] = lines();
    assert.match(String(line?.time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.deepEqual(
      { ...line, time: undefined },
      {
        ...{ level: "error", time: undefined, component: "calls", message: "The request ended: failed. It failed." },
        ...{
          correlation_id: "r-1",
          client: "Cursor",
          server: "files",
          tool: "read",
          duration_ms: 12,
          error_code: "timeout",
        },
      },
    );
  });

  it("leaves out what is below its level", async () => {
    const log = open({ level: "warn" });
    stream.publish(ended());
    stream.publish({ type: "hub.log", level: "warning", text: "Look here." });
    await log.close();
    assert.deepEqual(
      lines().map(({ message }) => message),
      ["Look here."],
    );
  });

  it("has the stack of a defect, and of nothing else, and no secret", async () => {
    const log = open();
    log.report(new HubError("timeout", "It took too long."));
    log.report(new TypeError("x is undefined near Bearer abcdefgh12345678"), true);
    await log.close();
    const [foreseen, defect] = lines();
    assert.deepEqual([foreseen?.level, foreseen?.stack], ["error", undefined]);
    assert.deepEqual([defect?.level, defect?.error_code], ["fatal", "internal"]);
    assert.match(String(defect?.stack), /^TypeError: x is undefined near •••\n +at /);
    assert.doesNotMatch(JSON.stringify(defect), /abcdefgh/);
  });

  it("takes lines that no event stands for", async () => {
    const log = open();
    log.write({ level: "info", component: "gateway", message: "GET /health", duration_ms: 1 });
    await log.close();
    assert.deepEqual([lines()[0]?.component, lines()[0]?.duration_ms], ["gateway", 1]);
  });

  it("puts large files aside and keeps a bounded number of them, without losing a line of those", async () => {
    const log = open({ maxBytes: 20_000, files: 3 });
    const isWritten = (id: string) =>
      readdirSync(folder).some((file) => readFileSync(join(folder, file), "utf8").includes(`"${id}"`));
    for (let round = 1; round <= 5; round++) {
      for (let n = (round - 1) * 100; n < round * 100; n++) stream.publish(ended({ call: `r-${n}` }));
      await until(`round ${round} is written`, () => isWritten(`r-${round * 100 - 1}`));
    }
    await log.close();
    const files = readdirSync(folder).sort().reverse();
    assert.deepEqual(files, ["hub.log.2", "hub.log.1", "hub.log"]);
    const numbers = files.flatMap((file) => lines(file).map(({ correlation_id }) => correlation_id));
    assert.ok(numbers.length > 50, `${numbers.length} lines`);
    assert.deepEqual(
      numbers,
      Array.from({ length: numbers.length }, (_, n) => `r-${500 - numbers.length + n}`),
    );
  });

  it("lets no server push out the others by what it prints, and says how much it left out", async () => {
    let now = 0;
    stream = new EventStream(
      () => now,
      (error) => assert.fail(String(error)),
    );
    const log = open();
    const say = (server: string) =>
      stream.publish({ type: "server.log", server, level: "info", from: "stderr", text: "again" });
    for (let n = 0; n < 3000; n++) say("loud");
    say("quiet");
    stream.publish(ended({ call: "r-1" }));
    now = 10_000;
    say("loud");
    await log.close();
    const count = (server: string) => lines().filter((line) => line.server === server).length;
    assert.deepEqual([count("quiet"), count("files"), count("loud")], [1, 1, 500 + 2]);
    assert.ok(lines().some(({ message }) => /^2500 lines were dropped/.test(String(message))));
  });

  it("is readable for its owner alone", async () => {
    const log = open();
    stream.publish(ended());
    await log.close();
    if (process.platform !== "win32") assert.equal(statSync(join(folder, "hub.log")).mode & 0o077, 0);
  });

  it("continues the file of an earlier process", async () => {
    for (let n = 0; n < 2; n++) {
      const log = open();
      stream.publish(ended());
      await log.close();
    }
    assert.equal(lines().length, 2);
  });

  it("says once that it cannot be written", async () => {
    const said: string[] = [];
    mkdirSync(join(folder, "hub.log"));
    const log = open({ failed: (text) => said.push(text) });
    stream.publish(ended());
    log.report(new Error("not written"));
    await log.close();
    assert.equal(said.length, 1);
    assert.match(said.join(), /hub\.log cannot be written \(EISDIR\)/);
  });
});

import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventStream } from "../../../src/core/hub/eventStream";
import { HubError } from "../../../src/core/kernel/hubError";
import { FollowedLog } from "../../../src/gateway/operations/followedLog";
import { FakeClock } from "../../support/fakeClock";
import { noDefect } from "../../support/noDefect";
import { ended } from "../../support/operationEvents";
import { turn } from "../../support/passing";
import { until } from "../../support/until";

describe("the JSON log of a window", () => {
  let folder: string;
  let stream: EventStream;
  let at = 0;
  let clock: FakeClock;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mcph-log-"));
    stream = new EventStream(() => at, noDefect);
    clock = new FakeClock();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const file = () => join(folder, "logs", "hub.jsonl");
  const open = (isOn: () => boolean, report: (error: unknown) => void = noDefect) => {
    const log = new FollowedLog({ stream, isOn, file: file(), clock, report });
    stream.onEvent(log.follow);
    return log;
  };
  const lines = (): readonly Record<string, unknown>[] =>
    readFileSync(file(), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  const read = () => stream.publish({ type: "config.read", problems: [] });

  it("has what happened from the start on, at its own time, though its code is loaded later", async () => {
    at = 1_000_000;
    stream.publish(ended({ call: "before" }));
    const log = open(() => true);
    at = 2_000_000;
    stream.publish(ended({ call: "while it is loaded" }));
    assert.equal(await log.current(), file());
    at = 3_000_000;
    stream.publish(ended({ call: "after" }));
    log.report(new HubError("timeout", "It took too long."));
    await log.close();
    assert.deepEqual(
      lines().map(({ correlation_id, error_code }) => correlation_id ?? error_code),
      ["while it is loaded", "after", "timeout"],
    );
    assert.equal(lines()[0]?.time, new Date(2_000_000).toISOString());
  });

  it("waits with its code until the window has started, unless it is over before", async () => {
    const slow = open(() => true);
    stream.publish(ended({ call: "early" }));
    await turn();
    assert.equal(clock.background, 1);
    assert.ok(!existsSync(file()));
    clock.pass(2000);
    await until("it is there", () => existsSync(file()));
    await slow.close();
    const short = open(() => true);
    stream.publish(ended({ call: "at once over" }));
    await short.close();
    assert.deepEqual(
      lines().map(({ correlation_id }) => correlation_id),
      ["early", "at once over"],
    );
    assert.equal(clock.background, 0);
  });

  it("begins and ends with its setting, and has nothing of the time between", async () => {
    let isOn = false;
    const log = open(() => isOn);
    stream.publish(ended({ call: "off" }));
    assert.equal(await log.current(), undefined);
    assert.ok(!existsSync(file()));
    isOn = true;
    read();
    await log.current();
    stream.publish(ended({ call: "on" }));
    isOn = false;
    read();
    assert.equal(await log.current(), undefined);
    stream.publish(ended({ call: "off again" }));
    isOn = true;
    read();
    read();
    await log.current();
    stream.publish(ended({ call: "on again" }));
    await log.close();
    assert.deepEqual(
      lines().map(({ correlation_id }) => correlation_id),
      ["on", "on again"],
    );
    read();
    assert.equal(await log.current(), undefined, "what was closed stays closed");
  });

  it("says once where it cannot be written, and stops nothing", async () => {
    mkdirSync(file(), { recursive: true });
    const reported: unknown[] = [];
    const log: FollowedLog = open(
      () => true,
      (error) => {
        reported.push(error);
        log.report(error); // as the window does
      },
    );
    await log.current();
    stream.publish(ended());
    await log.close();
    assert.equal(reported.length, 1);
    assert.match(String(reported[0]), /hub\.jsonl cannot be written/);
  });
});

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { systemClock } from "../../../src/core/kernel/clock";
import { AddressHolder } from "../../../src/gateway/http/addressHolder";
import { listen } from "../../../src/gateway/http/listen";
import { FakeClock } from "../../support/fakeClock";
import { echo, GatewayListeners } from "../../support/gatewayListener";
import { noDefect } from "../../support/noDefect";
import { until } from "../../support/until";

/** The processes that compete: bundled, as everything below test/support is. */
const program = resolve("out/test/support/addressProcess.js");

describe("the stable address", function () {
  this.timeout(60_000);
  const listeners = new GatewayListeners();
  const processes: ChildProcess[] = [];
  let port: number;
  beforeEach(async () => {
    const free = await listeners.listen();
    port = free.port;
    await free.close();
  });
  afterEach(async () => {
    for (const process of processes.splice(0)) process.kill("SIGKILL");
    await listeners.close();
  });

  /** A process that competes, and what it has said. */
  const start = (name: string) => {
    const child = spawn(process.execPath, [program, String(port), name], { stdio: ["pipe", "pipe", "inherit"] });
    processes.push(child);
    const said: string[] = [];
    child.stdout.setEncoding("utf8").on("data", (text: string) => said.push(...text.trim().split("\n")));
    return { child, said, says: (text: string) => until(`${name} says ${text}`, () => said.includes(text)) };
  };
  const holderNow = async (): Promise<string> => {
    const response = await fetch(`http://127.0.0.1:${port}/mcp`);
    const { name }: { name?: string } = Object(await response.json());
    return name ?? "";
  };

  for (const [how, end] of [
    ["is killed", (child: ChildProcess) => child.kill("SIGKILL")],
    ["closes", (child: ChildProcess) => child.stdin?.end()],
  ] as const)
    it(`goes to another process within two seconds when its holder ${how}`, async () => {
      const first = start("first");
      await first.says(`holds http://127.0.0.1:${port}`);
      const second = start("second");
      await second.says("tried");
      assert.deepEqual(second.said, ["tried"]);
      assert.equal(await holderNow(), "first");
      const began = Date.now();
      end(first.child);
      await second.says(`holds http://127.0.0.1:${port}`);
      const ms = Date.now() - began;
      assert.equal(await holderNow(), "second");
      assert.ok(ms < 2000, `${ms} ms`);
    });

  it("is tried for every half second, with a spread", async () => {
    const holder = await listeners.listen(echo, { port });
    const clock = new FakeClock();
    const failures: unknown[] = [];
    let random = 0;
    let tries = 0;
    const waiting = new AddressHolder({
      clock,
      report: (error) => failures.push(error),
      random: () => random,
      listen: () => {
        tries++;
        return listen(echo, {
          host: "127.0.0.1",
          port,
          clock: systemClock,
          report: noDefect,
          limits: { portWaitMs: 0 },
        });
      },
    });
    await waiting.tried;
    assert.equal(heldBy(waiting), undefined);
    clock.pass(399);
    assert.equal(tries, 1);
    random = 1;
    clock.pass(1);
    assert.equal(tries, 2);
    await waiting.tried;
    clock.pass(599);
    assert.equal(tries, 2);
    await holder.close();
    clock.pass(1);
    await waiting.tried;
    assert.equal(heldBy(waiting), port);
    assert.deepEqual(failures, []);
    await waiting.close();
    assert.equal(heldBy(waiting), undefined);
    assert.equal(clock.background, 0);
  });

  it("is given back where it came while its holder was closing", async () => {
    const holder = new AddressHolder({
      clock: systemClock,
      report: noDefect,
      listen: () => listeners.listen(echo, { port, limits: { portWaitMs: 0 } }),
    });
    await holder.close();
    assert.equal((await listeners.listen(echo, { port, limits: { portWaitMs: 0 } })).port, port);
  });

  it("tells who listens that it came and went, and only where it did", async () => {
    const clock = new FakeClock();
    const heard: (number | undefined)[] = [];
    let closed = 0;
    const listener = {
      ...{ url: "", port: 7 },
      close: async () => {
        await new Promise((resolve) => setImmediate(resolve));
        closed++;
      },
    };
    let wish: () => Promise<typeof listener> = () => Promise.reject(new Error("not yet"));
    const failures: unknown[] = [];
    const made = () => {
      const holder = new AddressHolder({ clock, report: (error) => failures.push(error), listen: () => wish() });
      holder.onChange((now) => heard.push(now?.port));
      return holder;
    };
    const without = made();
    await without.tried;
    await without.close();
    assert.deepEqual([heard, clock.background], [[], 0]);
    wish = async () => listener;
    const holder = made();
    await holder.tried;
    assert.deepEqual(heard, [7]);
    await holder.close();
    assert.deepEqual([heard, closed], [[7, undefined], 1]);
    assert.equal(failures.length, 1);
  });

  it("says once why it cannot be had at all", async () => {
    const clock = new FakeClock();
    const failures: unknown[] = [];
    let reason = "no such address";
    const holder = new AddressHolder({
      clock,
      report: (error) => failures.push(error),
      random: () => 0.5,
      listen: () => Promise.reject(new Error(reason)),
    });
    const tryAgain = async () => {
      await holder.tried;
      clock.pass(500);
    };
    for (let n = 0; n < 3; n++) await tryAgain();
    assert.equal(failures.length, 1);
    reason = "no more files";
    for (let n = 0; n < 3; n++) await tryAgain();
    await holder.close();
    assert.deepEqual(failures.map(String), ["Error: no such address", "Error: no more files"]);
  });
});

const heldBy = ({ held }: AddressHolder): number | undefined => held?.port;

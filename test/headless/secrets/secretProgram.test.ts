import assert from "node:assert/strict";
import { type RunProgram, SecretProgram } from "../../../src/headless/secrets/secretProgram";
import { FakeClock } from "../../support/fakeClock";

type Ended = Awaited<ReturnType<RunProgram>>;

const printed = (stdout: string): Ended => ({ kind: "done", stdout });

describe("the program that prints secrets", () => {
  let clock: FakeClock;
  let asked: (readonly string[])[];
  let answer: (name: string) => Ended | Promise<Ended>;
  beforeEach(() => {
    clock = new FakeClock();
    asked = [];
    answer = (name) => printed(`value of ${name}`);
  });
  const program = (args: readonly string[] = []) =>
    new SecretProgram(
      { command: "pass", args: [...args], cacheSeconds: 60, timeoutSeconds: 5 },
      async (command, given) => {
        asked.push([command, ...given]);
        return answer(given.at(-1) ?? "");
      },
      clock,
    );

  it("gets the name as its last argument, unless its arguments say where it goes", async () => {
    await program(["show"]).get("key");
    await program(["{name}/{name}", "-n"]).get("key");
    await program().get("key");
    assert.deepEqual(asked, [
      ["pass", "show", "key"],
      ["pass", "key/key", "-n"],
      ["pass", "key"],
    ]);
  });

  it("is asked again once the time of its cache is over, and before that only for a fresh value", async () => {
    const one = program();
    assert.equal(await one.get("key"), "value of key");
    answer = () => printed("later");
    clock.pass(59_999);
    assert.equal(await one.get("key"), "value of key");
    clock.pass(1);
    assert.equal(await one.get("key"), "later");
    answer = () => printed("fresh");
    assert.equal(await one.get("key"), "later");
    assert.equal(await one.get("key", true), "fresh");
    assert.equal(await one.get("key"), "fresh");
    assert.equal(asked.length, 3);
  });

  it("runs once for all who ask at the same time", async () => {
    const one = program();
    assert.deepEqual(await Promise.all([one.get("a"), one.get("a"), one.get("b")]), [
      "value of a",
      "value of a",
      "value of b",
    ]);
    assert.equal(asked.length, 2);
  });

  it("keeps 1000 values, and forgets the one that was asked for longest ago", async () => {
    const one = program();
    for (let n = 0; n < 1000; n++) await one.get(`n${n}`);
    await one.get("n0");
    assert.equal(asked.length, 1000);
    await one.get("n0", true);
    await one.get("n1000");
    await one.get("n0");
    await one.get("n2");
    assert.equal(asked.length, 1002);
    await one.get("n1");
    assert.equal(asked.length, 1003);
  });

  it("loses only the line break at the end of what it printed", async () => {
    for (const [stdout, value] of [
      ["a\n", "a"],
      ["a\r\n", "a"],
      ["a\n\n", "a\n"],
      [" a ", " a "],
    ] as const) {
      answer = () => printed(stdout);
      assert.equal(await program().get("key"), value);
    }
  });

  it("prints 64 KB at most", async () => {
    answer = () => printed("x".repeat(65_536));
    assert.equal((await program().get("key")).length, 65_536);
    answer = () => printed("x".repeat(65_537));
    await assert.rejects(program().get("key"), /printed more than 65536 characters/);
  });

  const failures: readonly [Ended, RegExp][] = [
    [{ kind: "not-started", code: "ENOENT" }, /"pass" of "secretCommand" could not be started \(ENOENT\)/],
    [{ kind: "failed", code: 3, signal: null }, /ended with exit code 3 for the secret "key"/],
    [{ kind: "failed", code: null, signal: "SIGKILL" }, /ended with SIGKILL/],
    [{ kind: "too-long" }, /printed more than 65536 characters/],
    [printed(""), /printed nothing/],
    [printed("\n"), /printed nothing/],
  ];
  for (const [ended, why] of failures)
    it(`fails where it ${why.source}, and nothing was sent to a server`, async () => {
      answer = () => ended;
      await assert.rejects(program().get("key"), { code: "transport", message: why, sent: "no" });
    });

  it("is given up after its time", async () => {
    answer = () => new Promise(() => {});
    const got = assert.rejects(program().get("key"), /took longer than 5 seconds/);
    clock.pass(4999);
    await new Promise((resolve) => setImmediate(resolve));
    clock.pass(1);
    await got;
  });
});

import assert from "node:assert/strict";
import type { LinkListener } from "../../../src/mcp/link/linkListener";
import { OpeningSteps } from "../../../src/mcp/link/openingSteps";
import { FakeClock } from "../../support/fakeClock";

function world(deafMs?: number) {
  const clock = new FakeClock();
  const told: string[] = [];
  const listener = {
    events: { step: (step: string) => told.push(step) },
    onSaid: undefined as (() => void) | undefined,
  };
  const watch = { onHandshake: () => told.push("watch: handshake"), onHeard: () => told.push("watch: heard") };
  const steps = new OpeningSteps({
    server: "far",
    clock,
    listener: listener as unknown as LinkListener,
    watch: watch as unknown as NonNullable<ConstructorParameters<typeof OpeningSteps>[0]["watch"]>,
    ...(deafMs !== undefined && { deafMs }),
  });
  let failure: unknown;
  steps.deaf.catch((error: unknown) => {
    failure = error;
  });
  const deaf = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return failure;
  };
  return { clock, told, listener, steps, deaf };
}

describe("the steps of an opening", () => {
  it("are told as the requests are sent, and the first sign of life once", () => {
    const { steps, told } = world();
    for (const method of ["server/discover", "tools/list", "initialize"]) steps.sent(method);
    steps.heard();
    steps.heard();
    assert.deepEqual(told, ["probe", "handshake", "watch: handshake", "watch: heard"]);
  });

  it("give up a server that is silent after it was asked for its revision", async () => {
    const { steps, clock, deaf } = world(5000);
    steps.sent("server/discover");
    assert.equal(clock.waiting, 0);
    steps.sent("initialize");
    clock.pass(4999);
    assert.equal(await deaf(), undefined);
    clock.pass(1);
    const error = (await deaf()) as Error & { code?: string };
    assert.equal(error.code, "timeout");
    assert.match(error.message, /^"far" did not answer within 5 seconds/);
  });

  it("begin that time again whenever its program says something", async () => {
    const { steps, clock, deaf, listener } = world(5000);
    listener.onSaid?.();
    assert.equal(clock.waiting, 0, "nothing was sent yet");
    steps.sent("server/discover");
    steps.sent("initialize");
    clock.pass(4000);
    listener.onSaid?.();
    clock.pass(4000);
    assert.equal(await deaf(), undefined);
    assert.equal(clock.waiting, 1);
    clock.pass(1000);
    assert.ok(await deaf());
  });

  it("wait for no server that was asked nothing before, that has answered, or where no limit is set", async () => {
    const plain = world(5000);
    plain.steps.sent("initialize");
    const heard = world(5000);
    heard.steps.sent("server/discover");
    heard.steps.heard();
    heard.steps.sent("initialize");
    const unlimited = world();
    unlimited.steps.sent("server/discover");
    unlimited.steps.sent("initialize");
    for (const { clock, deaf } of [plain, heard, unlimited]) {
      assert.equal(clock.waiting, 0);
      clock.pass(10_000);
      assert.equal(await deaf(), undefined);
    }
  });

  it("are over with the first answer, or when they are disposed of", async () => {
    for (const end of ["heard", "dispose"] as const) {
      const { steps, clock, deaf, listener } = world(5000);
      steps.sent("server/discover");
      steps.sent("initialize");
      steps[end]();
      assert.deepEqual([clock.waiting, listener.onSaid], [0, undefined]);
      clock.pass(10_000);
      assert.equal(await deaf(), undefined);
    }
  });
});

import assert from "node:assert/strict";
import type { DiagnosisPorts, Probes } from "../../../src/core/diagnosis/diagnosisPorts";
import { Doctor } from "../../../src/core/diagnosis/doctor";
import { StrayOutput } from "../../../src/core/diagnosis/strayOutput";
import { HubError } from "../../../src/core/kernel/hubError";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { FakeClock } from "../../support/fakeClock";
import { aTool, definition, FakeLink, planOf } from "../../support/fakeLink";

const never = new AbortController().signal;
const noProgram = { hasFolder: true, elsewhere: [] };

function world(more: Partial<DiagnosisPorts> = {}, probes: Partial<Probes> = {}) {
  const clock = new FakeClock();
  const links: FakeLink[] = [];
  const strays = new StrayOutput();
  const doctor = new Doctor({
    plan: planOf,
    open: async (plan, events) => {
      const link = new FakeLink(plan, events);
      links.push(link);
      return link;
    },
    options: () => ({ connectTimeoutSeconds: 30 }),
    probes: {
      failure: () => ({}),
      program: async () => noProgram,
      address: async () => ({ hasNetwork: true }),
      ...probes,
    },
    surroundings: () => ({ platform: "linux", processor: "x64" }),
    ready: () => undefined,
    strayed: strays.isOf,
    clock,
    ...more,
  });
  return { doctor, clock, links, strays };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));
const failing = async () => {
  throw new HubError("exited", "It ended.");
};

describe("the doctor", () => {
  it("connects to a server once, and leaves nothing behind", async () => {
    const { doctor, links } = world();
    const diagnosis = await doctor.diagnose(definition("files"), never);
    assert.deepEqual(diagnosis, { server: "files", findings: [], tools: 1 });
    assert.deepEqual(
      links.map(({ disposed }) => disposed),
      [1],
    );
  });

  it("does not start a server a second time that is ready, and knows what it has printed", async () => {
    const catalog = { tools: [aTool("echo")], resources: [], resourceTemplates: [], prompts: [] };
    const { doctor, links, strays } = world({ ready: () => catalog });
    const log: HubEvent = { type: "server.log", server: "files", level: "warning", from: "stdout", text: "hello" };
    strays.follow(log);
    const codes = async () => (await doctor.diagnose(definition("files"), never)).findings.map(({ code }) => code);
    assert.deepEqual(await codes(), ["prints-on-stdout"]);
    assert.deepEqual(links, []);
    const state = { kind: "starting", attempt: 1, losses: 0 } as const;
    strays.follow({ type: "server.state", server: "files", state });
    assert.deepEqual(await codes(), [], "It is another process now.");
  });

  it("gives up an attempt at its limit, and waits until it is gone", async () => {
    let ended = false;
    const { doctor, clock } = world({
      open: (_, events, signal) =>
        new Promise((_, reject) => {
          events.step?.("handshake");
          signal.addEventListener("abort", () =>
            setImmediate(() => {
              ended = true;
              reject(signal.reason);
            }),
          );
        }),
    });
    const diagnosing = doctor.diagnose(definition("files"), never);
    await settle();
    clock.pass(30_000);
    const { findings } = await diagnosing;
    assert.equal(ended, true);
    assert.equal(findings[0]?.code, "no-answer");
    assert.match(findings[0]?.sentence ?? "", /longer than 30 seconds\. It did not answer "initialize"/);
  });

  it("decides without its probes where they take too long", async () => {
    const { doctor, clock } = world({ open: failing }, { program: () => new Promise(() => {}) });
    const diagnosing = doctor.diagnose(definition("files"), never);
    await settle();
    clock.pass(20_000);
    const { findings } = await diagnosing;
    assert.deepEqual(
      findings.map(({ code }) => code),
      ["exits-at-once"],
    );
  });

  it("hears what a program says, within bounds, and what it misses", async () => {
    const asked: unknown[] = [];
    const { doctor } = world(
      {
        open: async (_, events) => {
          for (let line = 0; line < 1000; line++) events.log("info", "stderr", `line ${line}`);
          events.log("info", "stderr", "sh: 1: uvx: not found");
          throw new HubError("exited", "It ended.");
        },
      },
      {
        program: async (_, missing) => {
          asked.push(missing);
          return noProgram;
        },
      },
    );
    await doctor.diagnose(definition("files"), never);
    assert.deepEqual(asked, ["uvx"]);
  });

  it("ends when it is cancelled", async () => {
    const abort = new AbortController();
    const { doctor } = world({
      open: (_, __, signal) =>
        new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    });
    const diagnosing = doctor.diagnose(definition("files"), abort.signal);
    await settle();
    abort.abort(new HubError("cancelled", "Stopped."));
    await assert.rejects(diagnosing, { code: "cancelled" });
  });
});

import assert from "node:assert/strict";
import * as z from "zod";
import type { CallFacts, MethodEntry, ServiceCall, ServiceDoor } from "../../../../src/core/calls/services/serviceDoor";
import { EventStream } from "../../../../src/core/hub/eventStream";
import { HubError } from "../../../../src/core/kernel/hubError";
import { assertFailed } from "../../../support/assertFailed";
import { FakeClock } from "../../../support/fakeClock";
import { aClient, RestServer, restParts } from "../../../support/restServer";

const entry = (method: MethodEntry["method"]): MethodEntry => ({
  ...{ method, about: "Does it.", input: z.strictObject({ key: z.string() }), output: z.unknown() },
});

/** Services whose methods do what a test says. */
class FakeServices implements ServiceDoor {
  readonly methods = [entry("jira.getIssue"), entry("jira.searchIssues"), entry("confluence.searchPages")];
  answer: (call: ServiceCall) => unknown = () => ({});
  readonly ownRows = () => [];
  readonly means = () => ({ row: "a row" });
  readonly call = async (call: ServiceCall) => this.answer(call);
  readonly trial = () => assert.fail("nobody tries");
}

describe("one method of a typed service", () => {
  let services: FakeServices;
  let clock: FakeClock;
  let server: RestServer;
  const charged: number[] = [];
  const defects: unknown[] = [];

  beforeEach(async () => {
    [services, clock] = [new FakeServices(), new FakeClock()];
    charged.length = defects.length = 0;
    const stream = new EventStream(clock.now.bind(clock), (error) => assert.fail(String(error)));
    stream.publish({ type: "server.added", server: "one", label: "one", scope: "user" });
    const charge = (_: unknown, calls: number) => {
      charged.push(calls);
      return charged.length > 2
        ? ({ status: 429, message: "Too many.", ...(charged.length > 3 ? {} : { retryAfterSeconds: 7 }) } as const)
        : undefined;
    };
    const onDefect = (error: unknown) => void defects.push(error);
    server = await RestServer.start(
      restParts({ services: async () => services, stream, clock, charge, onDefect }),
      aClient("mine"),
    );
  });
  afterEach(() => server.stop());

  const ask = (more: object = {}) =>
    server.ask("POST", "/services/jira/getIssue", { body: { server_id: "one", arguments: { key: "K" }, ...more } });

  it("has the time that the client gives for all its requests together, but for that of a person", async () => {
    const limits: (number | undefined)[] = [];
    services.answer = ({ facts }) => {
      const next = (): CallFacts => {
        const one = facts?.() ?? assert.fail("no facts");
        limits.push(one.limitMs);
        return one;
      };
      next();
      clock.pass(400);
      next().onAsked?.(300);
      clock.pass(100);
      next();
      return {};
    };
    assert.equal((await ask({ user_preferences: { timeout_ms: 1000 } })).status, 200);
    assert.deepEqual(limits, [1000, 600, 800]);
    assert.deepEqual(charged, [1, 1], "the first request was counted when it came in");
  });

  it("leaves a request the least time where the time is over, which makes it fail", async () => {
    let limit: number | undefined;
    services.answer = ({ facts }) => {
      clock.pass(5000);
      limit = facts?.().limitMs;
      return {};
    };
    await ask({ user_preferences: { timeout_ms: 1000 } });
    assert.equal(limit, 1);
    await ask();
    assert.equal(limit, undefined);
  });

  it("ends with the limit of the client, and says when to try again where that is known", async () => {
    services.answer = ({ facts }) => {
      for (let made = 0; made < 4; made++) facts?.();
      return {};
    };
    const known = await ask();
    assertFailed(known, 429, "RATE_LIMIT_EXCEEDED", /Too many\./);
    assert.equal(known.headers.get("retry-after"), "7");
    const unknown = await ask();
    assert.equal(unknown.headers.get("retry-after"), null);
  });

  it("gets what the client gave, and no defaults where there are none", async () => {
    const calls: ServiceCall[] = [];
    services.answer = (call) => ({ count: calls.push(call) });
    await ask();
    await ask({ defaults: { cloudId: "c" } });
    assert.deepEqual(
      calls.map(({ server: to, method, input, defaults }) => [to, method, input, defaults]),
      [
        ["one", "jira.getIssue", { key: "K" }, undefined],
        ["one", "jira.getIssue", { key: "K" }, { cloudId: "c" }],
      ],
    );
    assert.ok(!("defaults" in (calls[0] ?? {})));
  });

  it("reports a defect, and no other failure", async () => {
    services.answer = () => {
      throw new TypeError("a defect");
    };
    assert.equal((await ask()).status, 500);
    assert.match(String(defects), /a defect/);
    services.answer = () => {
      throw new HubError("timeout", "It took too long.");
    };
    await ask();
    assert.equal(defects.length, 1);
  });

  it("names what there is, where there is no such method or service", async () => {
    const errorOf = async (path: string) => {
      const { body } = await server.ask("POST", `/services/${path}`, { body: {} });
      return [body.error?.message, body.error?.details];
    };
    const [method, methods] = await errorOf("jira/nope");
    assert.match(String(method), /no such method\. It has: getIssue, searchIssues\./);
    assert.deepEqual(methods, { methods: ["getIssue", "searchIssues"] });
    const [service, all] = await errorOf("nope/nope");
    assert.match(String(service), /no such service\. There are: jira, confluence\./);
    assert.deepEqual(all, { services: ["jira", "confluence"] });
  });

  it("says of a tool that is gone only what the client may know", async () => {
    services.answer = () => {
      throw new HubError("unknown-tool", "It has: secret_tool.");
    };
    const reply = await ask();
    assert.match(reply.body.error?.message ?? "", /no longer has the tool that "jira\.getIssue" uses/);
    assert.doesNotMatch(reply.text, /secret_tool/);
  });
});

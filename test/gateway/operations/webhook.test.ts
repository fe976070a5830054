import assert from "node:assert/strict";
import { type Clock, systemClock } from "../../../src/core/kernel/clock";
import type { Alert } from "../../../src/core/operations/alerts/alertStates";
import { mayPostTo, Webhook } from "../../../src/gateway/operations/webhook";
import { type CollectorServer, collectorServer } from "../../support/collectorServer";
import { FakeClock } from "../../support/fakeClock";
import { until } from "../../support/until";

const alert: Alert = {
  ...{ rule: "errorRate", state: "firing", value: 5, limit: 1, unit: "percent", minutes: 5, at: 60_000, since: 60_000 },
};

/** Waits between attempts take no time. */
const fastClock = { after: (_: number, run: () => void) => systemClock.after(0, run) };

describe("the webhook of alerts", () => {
  let server: CollectorServer;
  let webhook: Webhook;
  const failures: string[] = [];
  let wakeFailed: () => void = () => {};

  async function open(
    answer?: (post: number) => number | undefined,
    form: "json" | "slack" = "json",
    address?: string,
    clock: Pick<Clock, "after"> = fastClock,
  ) {
    server = await collectorServer(answer);
    failures.length = 0;
    webhook = new Webhook({
      address: async () => address ?? `${server.address}/hook-s3cret`,
      form: () => form,
      clock,
      failed: (text) => {
        failures.push(text);
        wakeFailed();
      },
    });
  }

  const failed = () =>
    new Promise<void>((resolve) => {
      wakeFailed = resolve;
      if (failures.length > 0) resolve();
    });

  afterEach(async () => {
    webhook.dispose();
    await server.close();
  });

  it("gets the fields of the alert, without secrets", async () => {
    await open();
    webhook.post(alert, "Too many calls failed (Bearer abcdefgh12345678).");
    await server.arrived(1);
    assert.deepEqual(server.posts[0]?.body, {
      ...{ alert: "errorRate", state: "firing", value: 5, limit: 1, unit: "percent" },
      ...{ at: "1970-01-01T00:01:00.000Z", since: "1970-01-01T00:01:00.000Z" },
      text: "Too many calls failed (•••).",
    });
    assert.equal(server.posts[0]?.headers["content-type"], "application/json");
  });

  it("gets a message in the form of Slack", async () => {
    await open(undefined, "slack");
    webhook.post(alert, "p95 of <files> & more");
    await server.arrived(1);
    assert.deepEqual(server.posts[0]?.body, { text: "p95 of &lt;files&gt; &amp; more" });
  });

  it("is tried three times, and then it is said without the address", async () => {
    await open(() => 503);
    webhook.post(alert, "text");
    await failed();
    assert.equal(server.posts.length, 3);
    assert.match(failures.join(), /not delivered to the webhook \(HTTP 503\)\. Check mcpHub\.alerts\./);
    assert.doesNotMatch(failures.join(), /s3cret|127\.0\.0\.1/);
  });

  it("is tried again after a failure that may pass, and keeps the order", async () => {
    await open((post) => (post === 1 ? 503 : 200));
    webhook.post(alert, "first");
    webhook.post({ ...alert, state: "over" }, "second");
    await server.arrived(3);
    assert.deepEqual(
      server.posts.map(({ body }) => (body as { text: string }).text),
      ["first", "first", "second"],
    );
    assert.deepEqual(failures, []);
  });

  it("is not tried again where it refuses, and no redirection is followed", async () => {
    for (const status of [404, 302]) {
      await open(() => status);
      webhook.post(alert, "text");
      await failed();
      assert.equal(server.posts.length, 1);
      if (status === 404) await server.close();
    }
  });

  it("does not hold up anything: what is too much is dropped, and said", async () => {
    await open(() => undefined);
    for (let n = 0; n < 30; n++) webhook.post(alert, `${n}`);
    assert.equal(failures.length, 9);
    await server.arrived(1);
    webhook.dispose();
    await new Promise(setImmediate);
    assert.equal(server.posts.length, 1);
  });

  it("is tried again after a second, then after ten, and not at all once it is over", async () => {
    const clock = new FakeClock();
    const waits = () => until("it waits", () => clock.background === 1);
    await open(() => 503, "json", undefined, clock);
    webhook.post(alert, "text");
    await waits();
    clock.pass(999);
    assert.equal(clock.background, 1);
    clock.pass(1);
    await server.arrived(2);
    await waits();
    clock.pass(9999);
    assert.equal(clock.background, 1);
    webhook.dispose();
    assert.equal(clock.background, 0);
    webhook.post(alert, "late");
    await new Promise(setImmediate);
    assert.deepEqual([server.posts.length, failures], [2, []]);
  });

  it("gives up ten seconds after the second attempt", async () => {
    const clock = new FakeClock();
    await open(() => 503, "json", undefined, clock);
    webhook.post(alert, "text");
    for (const ms of [1000, 10_000]) {
      await until("it waits", () => clock.background === 1);
      clock.pass(ms);
    }
    await failed();
    assert.equal(server.posts.length, 3);
  });

  it("gets nothing at an address that is not encrypted", async () => {
    await open(undefined, "json", "http://example.org/hook");
    webhook.post(alert, "text");
    await failed();
    assert.match(failures.join(), /must begin with https:/);
    const rows = {
      "https://example.org": true,
      "http://localhost:1/x": true,
      "http://[::1]/": true,
      "http://10.0.0.1": false,
    };
    for (const [address, may] of Object.entries(rows)) assert.equal(mayPostTo(address), may, address);
    assert.equal(mayPostTo("file:///etc/passwd"), false);
  });
});

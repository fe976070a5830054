import assert from "node:assert/strict";
import { FollowedTelemetry } from "../../../src/gateway/operations/followedTelemetry";
import { type CollectorServer, collectorServer } from "../../support/collectorServer";
import { FakeClock } from "../../support/fakeClock";
import { noDefect } from "../../support/noDefect";
import { ended, stamp } from "../../support/operationEvents";
import { until } from "../../support/until";

describe("the address that traces go to", () => {
  const servers: CollectorServer[] = [];
  const collector = async () => {
    const server = await collectorServer();
    servers.push(server);
    return server;
  };
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  it("is followed without a reload, and what waits goes to the old one", async () => {
    const [one, two] = [await collector(), await collector()];
    const clock = new FakeClock();
    let endpoint = "";
    const telemetry = new FollowedTelemetry({
      endpoint: () => endpoint,
      env: {},
      parts: { clock, version: "1.2.3", failed: noDefect },
      report: noDefect,
    });
    const read = stamp({ type: "config.read", problems: [] });
    telemetry.follow(stamp(ended({ call: "nobody hears of it" })));

    endpoint = one.address;
    telemetry.follow(read);
    await until("the first address is used", () => clock.background > 0);
    telemetry.follow(stamp(ended({ call: "first" })));

    endpoint = two.address;
    telemetry.follow(read);
    await until("what waited was sent", () => traces(one).includes("first"));
    await until("the second address is used", () => clock.background > 0);
    telemetry.follow(stamp(ended({ call: "second" })));
    telemetry.follow(read); // the same address again changes nothing
    await Promise.resolve();
    telemetry.follow(stamp(ended({ call: "third" })));
    await telemetry.close();
    assert.match(traces(two), /second.*third/);
    assert.ok(!traces(two).includes("first") && !traces(one).includes("second"));
    assert.ok(!`${traces(one)}${traces(two)}`.includes("nobody"));

    telemetry.follow(read);
    assert.equal(clock.background, 0);
  });
});

/** What a collector has of traces, as text. */
const traces = ({ posts }: CollectorServer): string =>
  JSON.stringify(posts.filter(({ path }) => path === "/v1/traces").map(({ body }) => body));

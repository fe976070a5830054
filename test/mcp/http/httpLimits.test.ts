import assert from "node:assert/strict";
import type { HttpPlan } from "../../../src/core/config/plan/launchPlan";
import { type HttpFixture, startHttpFixture } from "../../support/fixtures";
import { noAbort, openLinks } from "../../support/openLinks";

describe("a server over HTTP that sends too much", function () {
  this.timeout(20_000);
  const open = openLinks();
  const fixtures: HttpFixture[] = [];
  afterEach(() => Promise.all(fixtures.splice(0).map((fixture) => fixture.stop())));

  async function plan(...switches: string[]): Promise<HttpPlan> {
    const fixture = await startHttpFixture(...switches);
    fixtures.push(fixture);
    return { kind: "http", server: "web", url: fixture.url, headers: {} };
  }
  const message =
    '"web" was disconnected: it sent a message of more than 1 MB, or all servers sent more than four times as much at once. Request less data at a time, or raise mcpHub.messageLimitMb.';

  for (const mode of [[], ["--json"], ["--sse-only"]])
    it(`is disconnected, with the reason ${mode}`, async () => {
      const { link, heard } = await open(await plan(...mode), { messageLimit: 1024 * 1024 });
      const small = await link.callTool("big", { bytes: 500_000 }, { signal: noAbort() });
      assert.equal(small.content.length, 1);
      await link.callTool("big", { bytes: 600_000 }, { signal: noAbort() }); // each message counts for itself
      await assert.rejects(link.callTool("big", { bytes: 2_000_000 }, { signal: noAbort() }), {
        code: "protocol",
        message,
      });
      assert.deepEqual(
        heard.losses.map((loss) => loss.message),
        [message],
      );
    });

  for (const mode of [[], ["--json"]])
    it(`does not even come up where its first message is too large ${mode}`, async () => {
      const opening = open(await plan(...mode), { messageLimit: 100 });
      await assert.rejects(opening, { code: "protocol", message: /"web" was disconnected: it sent a message of more/ });
    });
});

import assert from "node:assert/strict";
import { createHub } from "../../src/headless";
import { installOnce } from "../host/installOnce.mjs";
import { startFakeVendor } from "../services/endToEnd/fakeVendor.mjs";
import { servers } from "../services/endToEnd/servers.mjs";
import { asked } from "../services/endToEnd/tried.mjs";

/** One for a vendor that has a setting for its address, and one for one that has not. */
const some = ["@nexus2520/jira-mcp-server@1.2.0", "@zencoderai/slack-mcp-server@0.0.1"];

/** The short form of `npm run services`. */
describe("the services over real servers from npm", () => {
  let vendor: Awaited<ReturnType<typeof startFakeVendor>>;
  let folder: string;
  before(async function () {
    this.timeout(240_000); // they are installed once
    vendor = await startFakeVendor();
    folder = await installOnce("services-servers-2026-11", some);
  });
  after(() => vendor?.stop());

  for (const name of some)
    it(`are right in each answer: ${name}`, async () => {
      const server = servers(vendor.base).find((one) => one.name === name);
      assert.ok(server);
      const answers = await asked(createHub, server, folder, vendor.base);
      assert.ok(answers.length > 3);
      assert.deepEqual(
        answers.filter(({ isRight }) => !isRight),
        [],
      );
    }).timeout(60_000);
});

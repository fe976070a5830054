import assert from "node:assert/strict";
import { resolve } from "node:path";
import type { ServerDefinition } from "../../../src/core/config/schema/serverDefinition";
import { Conformance } from "../../../src/core/development/conformance/conformance";
import { conformanceMarkdown } from "../../../src/core/development/conformance/conformanceText";
import { systemClock } from "../../../src/core/kernel/clock";
import { conformancePrograms } from "../../../src/mcp/development/conformancePrograms";
import type { SuitePrograms } from "../../../src/mcp/development/conformanceSuite";
import { openLink } from "../../../src/mcp/openLink";
import { node24 } from "../../host/node24.mjs";
import { noAbort } from "../../support/openLinks";

/** Installs Node 24 on a fresh machine. */
const limitMs = 10 * 60_000;

const suite = [resolve("node_modules/@modelcontextprotocol/conformance/dist/index.js")];
const report = (error: unknown) => assert.fail(String(error));
const shellEnv = async () => process.env;

describe("the real suite on a real server", function () {
  this.timeout(limitMs);
  const definition = { id: "echo", enabled: true, entry: { kind: "valid", config: {} } } as unknown as ServerDefinition;
  const program = { command: process.execPath, args: ["test/support/echoServer.mjs"], env: {} };

  const run = (programs: SuitePrograms) =>
    new Conformance({
      plan: async () => ({ kind: "stdio", server: "echo", ...program }),
      open: openLink({ clientInfo: { name: "test", version: "0" }, shellEnv, report }),
      hasAccount: () => false,
      clock: systemClock,
      ...conformancePrograms({
        ...{ shellEnv, report, programs, clock: systemClock },
        inheritEnv: () => [],
        ledgerFolder: undefined,
        log: () => {},
      }),
    }).run(definition, () => {}, noAbort());

  it("ends with the scenarios that fit it", async () => {
    const node = await node24();
    const text = conformanceMarkdown(await run({ node, command: node, args: suite }));
    assert.match(text, /^\*\*4 passed, 0 failed, 0 with warnings, 0 not checked\*\*$/m, text);
    assert.match(text, /^## Revision 2025\\-11\\-25$/m, text);
    assert.match(text, /does not offer what they need: resources-list, prompts-list\.$/m, text);
  });

  it("does not begin without a Node.js that is new enough, or without npx", async () => {
    const node = await node24();
    await assert.rejects(run({ node: "/no/node", command: node, args: suite }), /was not found on the PATH/);
    await assert.rejects(run({ node, command: "/no/npx", args: suite }), /npx could not be started \(ENOENT\)/);
    await assert.rejects(
      run({ node, command: node, args: ["-e", "throw new Error('ENOTFOUND')"] }),
      /Check the network/,
    );
  });
});

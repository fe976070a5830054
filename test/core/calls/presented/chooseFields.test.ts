import assert from "node:assert/strict";
import { KeptResults } from "../../../../src/core/calls/keptResults";
import { requestPath } from "../../../../src/core/calls/requestPath";
import { readServers } from "../../../../src/core/config/reading/readServers";
import { ServerConfig } from "../../../../src/core/config/schema/serverConfig";
import { defaultOptions } from "../../../../src/core/config/schema/settings";
import type { ToolResult } from "../../../../src/core/messages/toolResult";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { aDesk } from "../../../support/aDesk";
import { aCall, fakeGrants, fakeServers } from "../../../support/callFixture";
import { FakeClock } from "../../../support/fakeClock";
import { definition } from "../../../support/fakeLink";

const entry = { command: "x", tools: { read: { omit: ["customer.email"], cacheSeconds: 60, readOnly: true } } };
const order = { id: 7, customer: { name: "Ada", email: "ada@example.com" } };
const whole: ToolResult = {
  content: [{ type: "text", text: JSON.stringify(order) }],
  structured: order,
  isError: false,
  warning: '"email" is "ada@example.com"',
};

function setUp() {
  const clock = new FakeClock();
  const events: HubEvent[] = [];
  const recorded: unknown[] = [];
  const kept = new KeptResults();
  let sent = 0;
  const files = definition("files", { entry: { kind: "valid", config: ServerConfig.parse(entry) } });
  const path = requestPath({
    servers: fakeServers({
      definition: () => files,
      callTool: async () => {
        sent++;
        return whole;
      },
      followTask: async () => whole,
    }),
    options: () => ({ ...defaultOptions, approval: "never" }),
    grants: fakeGrants(),
    ask: () => assert.fail("Nobody was to be asked."),
    desk: aDesk(clock),
    clock,
    publish: (event) => events.push(event),
    onEvent: () => ({ dispose() {} }),
    audit: { isOn: () => true, begin: () => undefined, returned: (_, result) => recorded.push(result) },
    kept,
  });
  return { path, events, recorded, kept, sent: () => sent };
}

describe("a field that the settings leave out of results", () => {
  it("is nowhere: not in the result, the kept one, the record or an event, from the server or from the cache", async () => {
    const { path, events, recorded, kept, sent } = setUp();
    for (let times = 0; times < 2; times++) {
      const call = aCall();
      const result = await path.callTool(call);
      const seen = JSON.stringify([result, kept.of(call.id), recorded, events]);
      assert.match(seen, /Ada/);
      assert.doesNotMatch(seen, /ada@example|email/);
    }
    assert.equal(sent(), 1, "The second answer was kept.");
  });

  it("is not in the result of a detached task either", async () => {
    const { path } = setUp();
    const task = { key: "k", tool: "read", ended: true };
    const ask = { server: "files", caller: { door: "chat" }, signal: new AbortController().signal } as const;
    const result = await path.followTask({ ...ask, task });
    assert.doesNotMatch(JSON.stringify(result), /ada@example/);
  });

  it("has a path, and a mistake in it is a problem of the settings", () => {
    const files = { ...entry, tools: { read: { omit: ["a..b"] } } };
    const { problems } = readServers({ files }, { scope: "user" });
    assert.equal(problems.length, 1);
    assert.match(
      problems[0]?.message ?? "",
      /"tools\.read\.omit\[0\]" cannot be used: a path is a JSON pointer such as/,
    );
    assert.deepEqual(problems[0]?.path.slice(-4), ["tools", "read", "omit", 0]);
  });
});

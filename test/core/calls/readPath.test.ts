import assert from "node:assert/strict";
import type { ApprovalAnswer, Grants } from "../../../src/core/calls/approval/grants";
import { readPath } from "../../../src/core/calls/readPath";
import { emptyCatalog } from "../../../src/core/catalog/catalog";
import { defaultOptions, type Options } from "../../../src/core/config/schema/settings";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { aDesk } from "../../support/aDesk";
import { FakeClock } from "../../support/fakeClock";
import { definition } from "../../support/fakeLink";

const signal = new AbortController().signal;

function setUp(options: Partial<Options> = {}, answer: ApprovalAnswer = { allow: false }) {
  const events: HubEvent[] = [];
  const asked: unknown[] = [];
  const reads: string[] = [];
  const grants: Grants = {
    allows: () => false,
    grant: async () => {},
    trusts: () => false,
    trust: async () => {},
    forget: async () => {},
  };
  const read = readPath({
    hub: {
      definition: (id) => definition(id),
      catalog: () => ({ ...emptyCatalog, resources: [{ uri: "file:///listed", name: "listed" }] }),
      readResource: async (_, uri) => {
        reads.push(uri);
        return [{ uri, text: "held" }];
      },
    },
    options: () => ({ ...defaultOptions, ...options }),
    grants,
    desk: aDesk(),
    ask: async ({ args }) => {
      asked.push(args.uri);
      return answer;
    },
    clock: new FakeClock(),
    publish: (event) => events.push(event),
  });
  return { events, asked, reads, run: (uri: string) => read("files", uri, "language-model-tool", signal) };
}

describe("what a model may read", () => {
  it("what the server lists, without a question, and the stream is told", async () => {
    const { run, asked, events } = setUp();
    assert.deepEqual(await run("file:///listed"), [{ uri: "file:///listed", text: "held" }]);
    assert.deepEqual(asked, []);
    assert.deepEqual(
      events.map((event) => [event.type, "tool" in event && event.tool]),
      [
        ["call.started", "resources/read"],
        ["call.ended", "resources/read"],
      ],
    );
  });

  it("nothing else without a yes", async () => {
    const { run, asked, reads } = setUp();
    await assert.rejects(run("https://evil.example/?data=secret"), { code: "denied" });
    assert.deepEqual([asked, reads], [["https://evil.example/?data=secret"], []]);
  });

  it("another address with a yes", async () => {
    const { run } = setUp({}, { allow: true, span: "once", what: "tool" });
    assert.equal((await run("file:///other"))[0]?.text, "held");
  });

  it("nothing that the policy denies, listed or not", async () => {
    const { run, asked, reads } = setUp({ policy: { "files/*": "deny" } });
    await assert.rejects(run("file:///listed"), { code: "denied", message: /mcpHub\.policy/ });
    assert.deepEqual([asked, reads], [[], []]);
  });
});

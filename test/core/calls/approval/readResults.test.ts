import assert from "node:assert/strict";
import type { ApprovalAnswer } from "../../../../src/core/calls/approval/grants";
import { ReadResults, sessionOf } from "../../../../src/core/calls/approval/readResults";
import { requestPath } from "../../../../src/core/calls/requestPath";
import type { ToolCall } from "../../../../src/core/calls/toolCall";
import { defaultOptions, type Options } from "../../../../src/core/config/schema/settings";
import { HubError } from "../../../../src/core/kernel/hubError";
import { aDesk } from "../../../support/aDesk";
import { aCall, done, fakeGrants, fakeServers } from "../../../support/callFixture";
import { FakeClock } from "../../../support/fakeClock";
import { aTool } from "../../../support/fakeLink";

const readOnly = { hints: { readOnly: true } };

/** Everything is allowed by a grant and by a rule, so that only the rule on other results asks. */
function setUp(more: Partial<Options> = {}, answer: ApprovalAnswer = { allow: true, span: "once", what: "tool" }) {
  const clock = new FakeClock();
  const asked: (string | undefined)[] = [];
  const read = new ReadResults();
  const path = requestPath({
    servers: fakeServers({
      tool: async (_, name) => aTool(name, name === "read" ? readOnly : {}),
      callTool: async ({ tool }) => {
        if (tool === "fail") throw new HubError("server-error", "It failed.");
        return done;
      },
      readResource: async () => [],
      getPrompt: async () => [],
    }),
    options: () => ({ ...defaultOptions, policy: { "*/*": "allow" }, askAfterOtherResults: true, ...more }),
    grants: fakeGrants({ allows: () => true, trusts: (server) => server === "trusted" }),
    ask: async ({ askedBecause }) => {
      asked.push(askedBecause);
      return answer;
    },
    desk: aDesk(clock),
    clock,
    publish: () => {},
    read,
  });
  const call = (server: string, tool: string, where: Partial<ToolCall> = { conversation: "one" }) =>
    path.callTool(aCall({ server, tool, caller: { door: "chat" }, ...where }));
  return { path, call, asked, read };
}

describe("a tool that may write, after another server's result", () => {
  it("is asked about although it is allowed, and the question says why", async () => {
    const { call, asked } = setUp();
    await call("docs", "read");
    await call("docs", "write");
    assert.deepEqual(asked, [], "Nothing was read before, and then only a result of its own.");
    await call("mail", "send");
    assert.deepEqual(asked, ['This conversation has read results of "docs", and this tool may write to "mail".']);
    await call("mail", "send");
    assert.equal(asked.length, 2, "The rule asks each time.");
  });

  it("does not run where the person says no", async () => {
    const { call } = setUp({}, { allow: false });
    await call("docs", "read");
    await assert.rejects(call("mail", "send"), { code: "denied" });
  });

  it("is not asked about where the rule is off, in another conversation, by hand, or where it only reads", async () => {
    const off = setUp({ askAfterOtherResults: false });
    await off.call("docs", "read");
    await off.call("mail", "send");
    const { call, asked } = setUp();
    await call("docs", "read");
    await call("docs", "write");
    await call("trusted", "read");
    await call("mail", "send", { conversation: "two" });
    await call("mail", "send", { conversation: "one", byHand: true });
    assert.deepEqual([...off.asked, ...asked], []);
    await call("other", "read");
    assert.equal(asked.length, 1, "The word of a server that nobody trusts is not enough.");
  });

  it("is asked about after a failure, a resource or a prompt, too", async () => {
    for (const kind of ["failure", "resource", "prompt"]) {
      const { call, path, asked } = setUp();
      const ask = {
        server: "docs",
        caller: { door: "chat" },
        conversation: "one",
        signal: new AbortController().signal,
      } as const;
      if (kind === "failure") await assert.rejects(call("docs", "fail"));
      if (kind === "resource") await path.readResource({ ...ask, uri: "a:b" });
      if (kind === "prompt") await path.getPrompt({ ...ask, byHand: true, name: "p", args: {} });
      await call("mail", "send");
      assert.equal(asked.length, 1, kind);
    }
  });

  it("is asked about by door where that has no conversations", async () => {
    const { call, asked } = setUp();
    await call("docs", "read", { caller: { door: "agent" } });
    await call("mail", "send", { caller: { door: "module" } });
    assert.deepEqual(asked, []);
    await call("mail", "send", { caller: { door: "agent" } });
    assert.deepEqual(asked, ['Results of "docs" were read here before, and this tool may write to "mail".']);
  });

  it("is refused where the policy forbids it, without a question", async () => {
    const { call, asked } = setUp({ policy: { "mail/*": "deny", "docs/*": "allow" } });
    await call("docs", "read");
    await assert.rejects(call("mail", "send"), { code: "denied", message: /policy forbids it/ });
    assert.deepEqual(asked, []);
  });
});

describe("what conversations have read", () => {
  it("is bounded, and the oldest goes first", () => {
    const read = new ReadResults();
    for (let at = 0; at < 300; at++) read.note(`c${at}`, "docs");
    assert.deepEqual([read.of("c0"), read.of("c99"), read.of("c100"), read.of("c299")], [[], [], ["docs"], ["docs"]]);
    for (let at = 0; at < 80; at++) read.note("c299", `s${at}`);
    assert.deepEqual([read.of("c299").length, read.of("c299")[0]], [50, "s79"]);
  });

  it("belongs to the session that the editor's token names", () => {
    const session = { scheme: "vscode-chat-session", authority: "local", path: "/abc", external: null };
    assert.equal(sessionOf({ sessionResource: session }), "vscode-chat-session:local/abc");
    assert.equal(sessionOf({ sessionId: "abc" }), "abc");
    for (const token of [undefined, null, "abc", {}, { sessionId: "" }, { sessionId: 7 }])
      assert.equal(sessionOf(token), undefined);
  });
});

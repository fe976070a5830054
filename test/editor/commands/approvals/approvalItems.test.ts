import assert from "node:assert/strict";
import type { ListedGrant } from "../../../../src/core/calls/approval/grants";
import type { ListedLaunch } from "../../../../src/core/consent/launchConsent";
import { approvalItem, endings, launchItem, subjectOf } from "../../../../src/editor/commands/approvals/approvalItems";
import { timeText } from "../../../../src/editor/ui/timeText";

const now = 1_800_000_000_000;
const minuteMs = 60_000;
const grant = (more: Partial<ListedGrant> = {}): ListedGrant => ({
  ...{ id: "1", server: "files", tool: "read", caller: { door: "chat" }, span: "always", since: now, holds: true },
  ...more,
});
const launch = (more: Partial<ListedLaunch> = {}): ListedLaunch => ({
  ...{ digest: "d", server: "files", why: "workspace", since: now, holds: true },
  ...more,
});

describe("what was allowed, in a list", () => {
  const subjects: [grant: ListedGrant, what: string][] = [
    [grant(), "read of files"],
    [grant({ tool: "resources/read" }), "resources/read of files"],
    [grant({ method: "resources/read" }), "Reading resources of files"],
    [grant({ method: "prompts/get" }), "Using prompts of files"],
    [everyTool(), "Every tool of files"],
  ];
  for (const [one, what] of subjects)
    it(`says what: ${what}`, () => {
      const item = approvalItem(one, now, undefined);
      assert.deepEqual([item.what, item.label, item.description], [what, what, "for @mcp in the chat"]);
    });

  it("cuts a name that is too long", () => {
    const named = (length: number) => approvalItem(grant({ tool: "x".repeat(length) }), now, undefined).what;
    assert.match(named(81), /^x{80}(?!x)/);
    assert.equal(named(80), `${"x".repeat(80)} of files`);
  });

  const spans: [more: Partial<ListedGrant>, words: string][] = [
    [{ span: "session" }, "In this session"],
    [{ span: "workspace" }, "In this workspace"],
    [{ span: "always" }, "In every window"],
    [{ holds: false }, "Not in effect: the server's entry has changed or is not in this window"],
  ];
  for (const [more, words] of spans)
    it(`says where it holds: ${words}`, () =>
      assert.equal(approvalItem(grant(more), now, undefined).detail, `${words} · since ${timeText(now)} · never used`));

  const uses: [agoMinutes: number, words: string][] = [
    [0, "just now"],
    [1, "1 minutes ago"],
    [119, "119 minutes ago"],
    [120, "2 hours ago"],
    [47 * 60 + 59, "47 hours ago"],
    [48 * 60, "2 days ago"],
  ];
  for (const [minutes, words] of uses)
    it(`says when it was last used: ${words}`, () => {
      const { detail } = approvalItem(grant({ used: now - minutes * minuteMs, until: now + minuteMs }), now, undefined);
      assert.ok(detail.endsWith(`last used ${words} · ends ${timeText(now + minuteMs)}`), detail);
    });

  it("marks what a rule keeps from being in effect, while it holds at all", () => {
    const rests = approvalItem(grant(), now, "a rule asks");
    assert.equal(rests.label, "$(circle-slash) read of files");
    assert.equal(rests.description, "for @mcp in the chat · not in effect: a rule asks");
    const gone = approvalItem(grant({ holds: false }), now, "a rule asks");
    assert.deepEqual([gone.label, gone.description], ["read of files", "for @mcp in the chat"]);
  });

  it("asks rules about a call of any tool where nothing else is said", () => {
    const { caller } = grant();
    assert.deepEqual(subjectOf(everyTool()), { server: "files", tool: "*", method: "tools/call", caller });
    assert.deepEqual(subjectOf(grant({ method: "prompts/get" })), {
      ...{ server: "files", tool: "read", method: "prompts/get", caller },
    });
  });

  it("has the servers that may run, and those that get a token", () => {
    assert.deepEqual(launchItem(launch()), {
      label: "Run files",
      detail: `In this workspace · since ${timeText(now)}`,
    });
    const account = launchItem(launch({ why: "account" }));
    assert.equal(account.label, "Give files the token of your account");
    assert.match(account.detail, /^In every window · since/);
    assert.match(launchItem(launch({ holds: false })).detail, /^Not in effect: .* · since/);
  });

  it("offers ends that are as long as they say", () => {
    const hours = endings().map(({ label, inMs }) => [label, inMs === undefined ? undefined : inMs / (60 * minuteMs)]);
    assert.deepEqual(hours, [
      ["In one hour", 1],
      ["In one day", 24],
      ["In one week", 168],
      ["In 30 days", 720],
      ["Never", undefined],
    ]);
  });
});

function everyTool(): ListedGrant {
  const { tool: _, ...rest } = grant();
  return rest;
}

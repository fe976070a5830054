import assert from "node:assert/strict";
import { attentionBadge, statusBarData, statusBarHover } from "../../../src/editor/tree/statusBarData";
import type { ConnectionState } from "../../../src/protocol/connectionState";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { apply, emptyView } from "../../../src/protocol/hubView";

const ready: ConnectionState = {
  kind: "ready",
  since: 0,
  losses: 0,
  info: { name: "n", version: "1", protocolVersion: "2025-11-25", transport: "stdio" },
};
const starting: ConnectionState = { kind: "starting", attempt: 1, losses: 0 };
const failed: ConnectionState = { kind: "failed", error: { code: "exited", message: "It ended." } };
const disabled: ConnectionState = { kind: "stopped", reason: "disabled" };

function viewOf(...states: ConnectionState[]) {
  const events = states.flatMap((state, at): HubEvent[] => [
    { type: "server.added", server: `s${at}`, label: `S${at}`, scope: "user" },
    { type: "server.state", server: `s${at}`, state },
  ]);
  return events.reduce(apply, emptyView);
}
const dataFor = (...states: ConnectionState[]) => statusBarData(viewOf(...states));

describe("the status bar", () => {
  const rows: [string, ConnectionState[], text: string, attention: boolean, label: string][] = [
    ["all ready", [ready, ready], "$(plug) MCP 2/2", false, "MCP Hub: 2 of 2 servers are ready"],
    [
      "one connecting",
      [ready, starting],
      "$(loading~spin) MCP 1/2",
      false,
      "MCP Hub: 1 of 2 servers are ready, some are connecting",
    ],
    [
      "one failed",
      [ready, failed],
      "$(warning) MCP 1/2",
      true,
      "MCP Hub: 1 of 2 servers are ready, some need your attention",
    ],
    ["one disabled", [ready, disabled], "$(plug) MCP 1/1", false, "MCP Hub: 1 of 1 servers are ready"],
    ["none", [], "$(plug) MCP 0/0", false, "MCP Hub: no server is configured"],
  ];
  for (const [what, states, text, attention, label] of rows)
    it(what, () => {
      const data = dataFor(...states);
      assert.deepEqual([data.text, data.attention, data.accessibilityLabel], [text, attention, label]);
    });

  it("lists every server with its state in a few words in the tooltip, failures first, and counts the rest", () => {
    assert.deepEqual(dataFor(ready, failed).rows, [
      ["S1", "Failed: It ended"],
      ["S0", "Ready, 0 tools"],
    ]);
    const long = `"s0" could not start: the program "${"x".repeat(100)}" was not found. ${"Last output: no. ".repeat(50)}`;
    const [[, state] = ["", ""]] = dataFor({ kind: "failed", error: { code: "exited", message: long } }).rows;
    assert.match(state, /^Failed: The program "x+…$/);
    assert.equal(state.length, 80);
    const refused: ConnectionState = {
      kind: "failed",
      error: { code: "transport", message: '"s0" at http://localhost:1 failed (HTTP 500): no. Try again later.' },
    };
    assert.deepEqual(dataFor(refused).rows, [["S0", "Failed (HTTP 500)"]], "It is said once.");
    const many = dataFor(...Array.from({ length: 25 }, () => ready));
    assert.deepEqual([many.rows.length, many.footer], [20, "and 5 more"]);
  });

  it("is a table on hover", () =>
    assert.equal(
      statusBarHover(dataFor(ready, failed)),
      "**MCP Hub**\n\n| Server | State |\n| --- | --- |\n| S1 | Failed\\: It ended |\n| S0 | Ready\\, 0 tools |",
    ));

  it("reports problems in the settings", () => {
    const problem = { scope: "user", path: [], severity: "error", message: "No." } as const;
    const data = statusBarData(apply(emptyView, { type: "config.read", problems: [problem] }));
    assert.deepEqual([data.attention, data.footer], [true, "No MCP server is configured. 1 problem in the settings"]);
  });
});

describe("the icon of the servers", () => {
  const signIn: ConnectionState = { kind: "needs-auth", error: { code: "needs-auth", message: "Sign in." } };
  const consent: ConnectionState = { kind: "needs-consent", error: { code: "denied", message: "Allow it." } };
  const rows: [states: ConnectionState[], value: number | undefined, tooltip?: string][] = [
    [[], undefined],
    [[ready, starting, disabled], undefined],
    [[ready, failed], 1, "1 server needs your attention"],
    [[signIn, ready], 1, "1 server needs your attention"],
    [[failed, signIn, consent, ready], 3, "3 servers need your attention"],
  ];
  for (const [states, value, tooltip] of rows)
    it(`counts ${value ?? "none"} of ${states.map(({ kind }) => kind).join(", ") || "no servers"}`, () =>
      assert.deepEqual(attentionBadge(viewOf(...states)), value === undefined ? undefined : { value, tooltip }));
});

import assert from "node:assert/strict";
import { chosenNegotiation, negotiationFor } from "../../../src/mcp/revisions/negotiation";

describe("the negotiation of a revision", () => {
  const chosen: [choice: Parameters<typeof chosenNegotiation>[0], expected: unknown][] = [
    [undefined, undefined],
    ["auto", undefined],
    ["legacy", { mode: "legacy" }],
    ["modern", { mode: { pin: "2026-07-28" }, probeTimeoutMs: 60_000 }],
    ["2026-07-28", { mode: { pin: "2026-07-28" }, probeTimeoutMs: 60_000 }],
    ["2025-06-18", { mode: "legacy", revisions: ["2025-06-18"] }],
  ];
  for (const [choice, expected] of chosen)
    it(`with "protocol" ${choice}`, () => assert.deepEqual(chosenNegotiation(choice), expected));

  const known: [what: string, given: Parameters<typeof negotiationFor>, expected: unknown][] = [
    ["about which nothing is known", [undefined], { mode: "auto", probeTimeoutMs: 5000 }],
    ["about which nothing is known, in less time", [undefined, 300], { mode: "auto", probeTimeoutMs: 300 }],
    ["that is modern", [{ era: "modern" }, 300], { mode: "auto", probeTimeoutMs: 60_000 }],
    ["that is older", [{ era: "legacy" }], { mode: "legacy" }],
    [
      "that is older and takes one revision",
      [{ era: "legacy", offers: "2024-11-05" }],
      { mode: "legacy", offers: "2024-11-05" },
    ],
  ];
  for (const [what, given, expected] of known)
    it(`with a server ${what}`, () => assert.deepEqual(negotiationFor(...given), expected));
});

import assert from "node:assert/strict";
import { Board } from "./board";

const ours = { name: "ours", role: "ours" } as const;
const fast = { name: "fast", role: "peer" } as const;
const slow = { name: "slow", role: "peer" } as const;
const floor = { name: "floor", role: "reference" } as const;

describe("the board of the gateway's benchmark", () => {
  it("compares with the best peer, round by round, and with no reference", () => {
    const board = new Board("Title", {
      ms: { what: "p50", unit: "ms", better: "less", aim: 0.5 },
      perSecond: { what: "calls", unit: "calls/s", better: "more", aim: 3 },
    });
    for (const [round, speed] of [1, 2, 4].entries()) {
      board.add("ms", ours, speed);
      board.add("ms", fast, speed * (round === 1 ? 5 : 2));
      board.add("ms", slow, 100);
      board.add("ms", floor, 0.1);
      board.add("perSecond", ours, 200);
      board.add("perSecond", fast, 100);
      board.add("perSecond", slow, 1);
    }
    const [, , ms, perSecond] = String(board).split("\n");
    assert.equal(ms, "| p50 | 2.00 | 8.00 | 100 | 0.100 | ms | 0.50 × | ≤ 0.5 × | met |");
    assert.equal(perSecond, "| calls | 200 | 100 | 1.00 | – | calls/s | 2.00 × | ≥ 3 × | MISSED |");
  });

  it("says what could not be measured, and why", () => {
    const board = new Board("Title", {
      ms: { what: "p50", unit: "ms", better: "less", aim: 0.5 },
      errors: { what: "errors", unit: "", better: "less", limit: 0 },
    });
    board.cannot(ours, new Error("It ended\nwith 1."));
    board.add("ms", fast, 2);
    assert.equal(
      String(board).split("\n").slice(2).join("\n"),
      [
        "| p50 | – | 2.00 | ms |  | ≤ 0.5 × | not measured |",
        "| errors | – | – |  |  | ≤ 0 | not measured |",
        "",
        "- ours: It ended with 1.",
      ].join("\n"),
    );
  });
});

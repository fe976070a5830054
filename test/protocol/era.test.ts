import assert from "node:assert/strict";
import { eraOf, eraWords } from "../../src/protocol/era";
import { leastSevere, serverLogLevels } from "../../src/protocol/serverLogLevel";

describe("the era of a revision", () => {
  it("is modern from the first revision without a handshake on", () => {
    assert.deepEqual(["2025-11-25", "2026-07-27", "2026-07-28", "2027-01-01", "draft", "9"].map(eraOf), [
      ...["legacy", "legacy"],
      ...["modern", "modern"],
      ...["legacy", "legacy"],
    ]);
  });

  it("is told in a few words", () =>
    assert.deepEqual([eraWords.legacy(), eraWords.modern()], ["with a handshake", "without a handshake"]));
});

describe("the levels of a server's log", () => {
  it("are those of the protocol, least severe first", () =>
    assert.equal(serverLogLevels.join(" "), "debug info notice warning error critical alert emergency"));

  it("have the one from which on both get what they want", () => {
    assert.equal(leastSevere("error", "info"), "info");
    assert.equal(leastSevere("info", "error"), "info");
    assert.equal(leastSevere(undefined, "alert"), "alert");
    assert.equal(leastSevere("alert", undefined), "alert");
    assert.equal(leastSevere(undefined, undefined), undefined);
  });
});

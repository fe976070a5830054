import assert from "node:assert/strict";
import { HeardAttempt } from "../../../src/core/diagnosis/heardAttempt";
import { HubError } from "../../../src/core/kernel/hubError";

describe("what is heard of an attempt to connect", () => {
  it("is the first 100 lines that the program said, and the last 100", () => {
    const heard = new HeardAttempt();
    const lines = Array.from({ length: 202 }, (_, at) => `line ${at}`);
    for (const line of lines.slice(0, 200)) heard.log("info", "stderr", line);
    assert.deepEqual(heard.said, lines.slice(0, 200));
    for (const line of lines.slice(200)) heard.log("info", "stderr", line);
    assert.deepEqual(heard.said, [...lines.slice(0, 100), ...lines.slice(102)]);
  });

  it("is not what stands on standard output, which is only noticed, or what the server logs", () => {
    const heard = new HeardAttempt();
    heard.log("info", "server", "hello");
    assert.deepEqual([heard.said, heard.strayed], [[], false]);
    heard.log("info", "stdout", "hello");
    assert.deepEqual([heard.said, heard.strayed], [[], true]);
  });

  it("is what it waits for, the program first, and the first loss", () => {
    const heard = new HeardAttempt();
    assert.equal(heard.waitsFor, "program");
    heard.step("handshake");
    assert.equal(heard.waitsFor, "handshake");
    const first = new HubError("exited", "It ended.");
    heard.lost(first);
    heard.lost(new HubError("transport", "It is gone."));
    assert.equal(heard.loss, first);
  });
});

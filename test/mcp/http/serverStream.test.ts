import assert from "node:assert/strict";
import { systemClock } from "../../../src/core/kernel/clock";
import { ServerStream } from "../../../src/mcp/http/serverStream";

describe("the stream of a server's own messages", () => {
  it("is not opened once it was disposed: the response that opens it can come late", () => {
    let asked = 0;
    const stream = new ServerStream({
      clock: systemClock,
      limit: 1000,
      tooLarge: () => assert.fail("too large"),
      get: () => {
        asked++;
        return Promise.reject(new Error("closed"));
      },
      onData: () => undefined,
      report: () => {},
    });
    stream.dispose();
    stream.start();
    assert.equal(asked, 0);
    assert.equal(stream.listens, false);
  });
});

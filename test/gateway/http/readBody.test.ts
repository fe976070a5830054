import assert from "node:assert/strict";
import type { IncomingMessage, ServerResponse } from "node:http";
import { PassThrough } from "node:stream";
import type { Exchange } from "../../../src/gateway/http/exchange";
import { BodyProblem, readBody, readBytes } from "../../../src/gateway/http/readBody";

/** A request whose body comes as a test writes it. */
const aRequest = (headers: Record<string, string> = {}) => {
  const body = new PassThrough();
  let continued = 0;
  const request = Object.assign(body, { headers }) as unknown as IncomingMessage;
  const response = { writeContinue: () => continued++ } as unknown as ServerResponse;
  return { exchange: { request, response } as Exchange, body, continued: () => continued };
};
const refused = (status: number) => (error: unknown) => error instanceof BodyProblem && error.status === status;

describe("the body of a request", () => {
  it("is all that came, up to its limit", async () => {
    for (const parts of [["12345"], ["12", "345"], []]) {
      const { exchange, body, continued } = aRequest();
      const read = readBytes(exchange, 5);
      for (const part of parts) body.write(part);
      body.end();
      assert.equal(String(await read), parts.join(""));
      assert.equal(continued(), 0);
    }
  });

  it("is refused beyond its limit, by what is said and by what comes, and the rest is dropped", async () => {
    const said = aRequest({ "content-length": "6", expect: "100-continue" });
    await assert.rejects(readBytes(said.exchange, 5), refused(413));
    assert.equal(said.continued(), 0);
    const { exchange, body } = aRequest({ "content-length": "5" });
    const read = readBytes(exchange, 5);
    body.write("123");
    body.write("456");
    await assert.rejects(read, refused(413));
    body.write("x".repeat(200_000));
    body.end();
    await new Promise((resolve) => body.once("end", resolve));
  });

  it("is asked for where the client waits for a word", async () => {
    const { exchange, body, continued } = aRequest({ expect: "100-continue", "content-length": "2" });
    const read = readBytes(exchange, 2);
    assert.equal(continued(), 1);
    body.end("{}");
    assert.equal(String(await read), "{}");
  });

  it("is refused where it breaks off", async () => {
    const { exchange, body } = aRequest();
    const read = readBytes(exchange, 5);
    body.write("1");
    body.destroy();
    await assert.rejects(read, refused(400));
  });

  it("is text in UTF-8, or refused", async () => {
    const good = aRequest();
    good.body.end("ü😀");
    assert.equal(await readBody(good.exchange, 10), "ü😀");
    const bad = aRequest();
    bad.body.end(Buffer.from([0xff]));
    await assert.rejects(readBody(bad.exchange, 10), refused(400));
  });
});

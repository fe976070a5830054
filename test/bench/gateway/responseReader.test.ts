import assert from "node:assert/strict";
import { ResponseReader } from "./responseReader";
import type { HttpAnswer } from "./socketClient";

/** Three answers one after the other: of a given length, in chunks, and with no body. */
const bytes = Buffer.from(
  [
    "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nf\u00fcnf\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-One: a: b\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n",
    "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n",
  ].join(""),
);

/** What is read where the bytes come in parts that end at these places. */
function read(...ends: readonly number[]): HttpAnswer[] {
  const answers: HttpAnswer[] = [];
  const reader = new ResponseReader((answer) => answers.push(answer));
  let from = 0;
  for (const end of [...ends, bytes.length]) {
    reader.read(bytes.subarray(from, end));
    from = end;
  }
  return answers;
}

describe("the reader of the benchmark's client", () => {
  it("reads bodies of each kind, wherever the bytes are cut", () => {
    const whole = read();
    assert.deepEqual(
      whole.map(({ status, body }) => [status, body]),
      [
        [200, "f\u00fcnf\n"],
        [200, "hello world"],
        [202, ""],
      ],
    );
    assert.equal(whole[1]?.headers["x-one"], "a: b");
    for (let end = 1; end < bytes.length; end++) assert.deepEqual(read(end), whole, `cut at ${end}`);
    assert.deepEqual(read(...Array.from({ length: bytes.length - 1 }, (_, index) => index + 1)), whole);
  });
});

import assert from "node:assert/strict";
import { isUnreachable, networkError } from "../../../../src/mcp/http/client/networkError";

const target = { server: "far", address: "https://far.example:8443/mcp" };
const failed = (code: string, text = "why") => Object.assign(new Error(text), { code });
/** As `fetch` and Node's own client wrap it. */
const wrapped = (code: string) =>
  new TypeError("fetch failed", { cause: new AggregateError([failed(code), failed("OTHER")], "several") });

describe("a request without a response", () => {
  const rows: [code: string, words: RegExp, isAway: boolean][] = [
    ["ECONNREFUSED", /nothing listens at far\.example:8443/, true],
    ["ENOTFOUND", /the name far\.example was not found/, true],
    ["EAI_AGAIN", /the name far\.example was not found/, false],
    ["EHOSTUNREACH", /no route to far\.example/, true],
    ["EHOSTDOWN", /no route to far\.example/, true],
    ["ENETUNREACH", /no route to far\.example/, true],
    ["ENETDOWN", /no route to far\.example/, false],
    ["ETIMEDOUT", /far\.example:8443 does not answer/, false],
    ["UND_ERR_CONNECT_TIMEOUT", /far\.example:8443 does not answer/, false],
    ["ECONNRESET", /far\.example:8443 closed the connection/, false],
    ["EPIPE", /far\.example:8443 closed the connection/, false],
    ["UND_ERR_SOCKET", /far\.example:8443 closed the connection/, false],
    ["HPE_INVALID_CONSTANT", /far\.example:8443 does not speak HTTP/, false],
    ["CERT_HAS_EXPIRED", /certificate/, false],
    ["ESOMETHING", /cannot be reached: why\./, false],
  ];
  for (const [code, words, isAway] of rows)
    it(`fails in words: ${code}`, () => {
      for (const error of [failed(code), wrapped(code)]) {
        const { code: kind, message, cause, sent, outage } = networkError(target, error);
        assert.equal(kind, "transport");
        assert.match(message, /^"far" /);
        assert.match(message, words);
        assert.equal(cause, error);
        assert.deepEqual(
          [sent, outage, isUnreachable(error)],
          isAway ? ["no", true, true] : [undefined, undefined, false],
        );
      }
    });

  it("quotes what is known where it is no known failure, cut", () => {
    assert.match(networkError(target, "plain").message, /cannot be reached: plain\./);
    assert.match(
      networkError(target, Object.assign(new Error("odd"), { code: 5 })).message,
      /cannot be reached: odd\./,
    );
    assert.match(networkError(target, new Error("x".repeat(400))).message, /: x{300}(?!x)/);
    assert.match(networkError(target, new AggregateError([], "none")).message, /: none\./);
  });
});

import assert from "node:assert/strict";
import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError } from "@modelcontextprotocol/client";
import { HubError } from "../../../src/core/kernel/hubError";
import { displayedAddress, withDisplayedAddresses } from "../../../src/mcp/http/client/displayedAddress";
import { isUnreachable, networkError } from "../../../src/mcp/http/client/networkError";
import { isOlderServer } from "../../../src/mcp/http/httpRefusal";
import { isSessionLost, toHubError } from "../../../src/mcp/link/toHubError";
import { spawnFailed } from "../../../src/mcp/stdio/spawnFailed";

const place = { server: "files", address: "https://mcp.example.com/mcp" };
const withCode = (code: string, message = code) => Object.assign(new Error(message), { code });
const http = (status: number, text?: string) =>
  new SdkHttpError(SdkErrorCode.ClientHttpNotImplemented, `Error POSTing to endpoint: ${text}`, { status, text });

describe("toHubError", () => {
  const gone = new HubError("exited", "it is gone");

  for (const [name, error, where, code, message] of [
    [
      "a JSON-RPC error",
      new ProtocolError(-32602, "no such file"),
      place,
      "server-error",
      '"files" answered with an error: no such file.',
    ],
    [
      "a resource that is not there",
      new ProtocolError(-32002, "no such file"),
      place,
      "unknown-resource",
      '"files" has no such resource: no such file.',
    ],
    [
      "a parse error",
      new ProtocolError(-32700, "bad JSON!"),
      place,
      "protocol",
      '"files" could not read the message: bad JSON!',
    ],
    ["a long error", new ProtocolError(-1, "x".repeat(9000)), place, "server-error", /^.{500,620}$/],
    [
      "a closed line",
      new SdkError(SdkErrorCode.ConnectionClosed, "Connection closed"),
      { ...place, closeReason: gone },
      "exited",
      "it is gone",
    ],
    [
      "a closed line, by us",
      new SdkError(SdkErrorCode.ConnectionClosed, "Connection closed"),
      place,
      "not-connected",
      '"files" was disconnected. Connect it again.',
    ],
    [
      "anything after the end",
      new Error("Not connected"),
      { ...place, closed: true, closeReason: gone },
      "exited",
      "it is gone",
    ],
    [
      "a capability that is not there",
      new SdkError(SdkErrorCode.CapabilityNotSupported, "no tools"),
      place,
      "protocol",
      '"files" does not offer this: no tools.',
    ],
    [
      "a result of another shape",
      new SdkError(SdkErrorCode.InvalidResult, "Invalid result for x"),
      place,
      "protocol",
      '"files" did not follow the protocol: Invalid result for x. See its log.',
    ],
    [
      "a status",
      http(500, "<html>oops</html>"),
      place,
      "transport",
      '"files" at https://mcp.example.com/mcp failed (HTTP 500). Try again later; if that does not help, ask the operator of the server.',
    ],
    [
      "a lost session",
      http(404),
      { ...place, established: true },
      "session-lost",
      '"files" no longer knows this session; it was probably restarted. Try again.',
    ],
    [
      "an address in the words",
      new Error("at https://a:b@c.example/d?token=e#f"),
      place,
      "protocol",
      '"files" did not follow the protocol: at https://c.example/d. See its log.',
    ],
  ] as const)
    it(`puts ${name} into words`, () => {
      const result = toHubError(error, where);
      assert.equal(result.code, code);
      if (typeof message === "string") assert.equal(result.message, message);
      else assert.match(result.message, message);
    });

  it("keeps the original as the cause", () => {
    const error = new ProtocolError(-1, "no");
    assert.equal(toHubError(error, place).cause, error);
  });

  it("finds the hub's own error, wherever the SDK put it", () => {
    const own = new HubError("needs-auth", "sign in");
    for (const error of [
      own,
      new Error("x", { cause: new Error("y", { cause: own }) }),
      new ProtocolError(-1, "z", own),
    ])
      assert.equal(toHubError(error, { ...place, closed: true }), own);
  });

  it("is not led around in circles", () => {
    const error = new Error("round");
    error.cause = error;
    assert.equal(toHubError(error, place).code, "protocol");
  });

  it("knows a lost session from a bad request", () => {
    const lost = [
      http(404),
      http(400, "Bad Request: No valid session ID provided"),
      http(400, "bad arguments"),
      http(500),
      new Error(),
    ];
    assert.deepEqual(lost.map(isSessionLost), [true, true, false, false, false]);
  });
});

describe("networkError", () => {
  for (const [code, message] of [
    ["ECONNREFUSED", /nothing listens at mcp\.example\.com\. Start the server/],
    ["ENOTFOUND", /the name mcp\.example\.com was not found\. Check the network/],
    ["EHOSTUNREACH", /there is no route to mcp\.example\.com/],
    ["UND_ERR_CONNECT_TIMEOUT", /mcp\.example\.com does not answer/],
    ["ECONNRESET", /closed the connection/],
    [
      "DEPTH_ZERO_SELF_SIGNED_CERT",
      /the certificate of mcp\.example\.com is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
    ],
    ["CERT_HAS_EXPIRED", /is not trusted \(CERT_HAS_EXPIRED\)/],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", /is not trusted/],
    ["EODD", /cannot be reached: EODD\./],
  ] as const)
    it(`puts ${code} into words`, () => {
      const error = networkError(place, new TypeError("fetch failed", { cause: withCode(code) }));
      assert.equal(error.code, "transport");
      assert.match(error.message, /^"files" cannot be reached: /);
      assert.match(error.message, message);
    });

  it("looks into several tries at one name", () => {
    const tries = new AggregateError([withCode("ECONNREFUSED"), withCode("ECONNREFUSED")]);
    assert.equal(isUnreachable(new TypeError("fetch failed", { cause: tries })), true);
    assert.equal(isUnreachable(new TypeError("fetch failed", { cause: withCode("ECONNRESET") })), false);
  });
});

describe("what a message shows of an address", () => {
  it("has no credentials, query or fragment", () => {
    assert.equal(displayedAddress("https://a:b@c.example:8443/d/e?f=g#h"), "https://c.example:8443/d/e");
    assert.equal(withDisplayedAddresses('see "http://a:b@c.example/?k=v", please'), 'see "http://c.example/", please');
  });
});

describe("isOlderServer", () => {
  it("believes it of a refusal that does not speak of the caller", () => {
    const statuses = [400, 401, 403, 404, 405, 406, 415, 429, 500];
    const older = statuses.filter((status) => isOlderServer(new HubError("transport", "", { cause: http(status) })));
    assert.deepEqual(older, [400, 404, 405, 406, 415]);
    assert.equal(isOlderServer(new HubError("transport", "")), false);
  });
});

describe("spawnFailed", () => {
  it("reports unknown failures with the system's text", () =>
    assert.equal(
      spawnFailed({ kind: "stdio", server: "files", command: "x", args: [], env: {} }, withCode("E2BIG", "spawn E2BIG"))
        .message,
      '"files" could not start: spawn E2BIG. Check "command", "args" and "cwd" in the settings.',
    ));
});

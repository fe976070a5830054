import assert from "node:assert/strict";
import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError, UnauthorizedError } from "@modelcontextprotocol/client";
import { HubError } from "../../../src/core/kernel/hubError";
import { isSignedOut, toHubError } from "../../../src/mcp/link/toHubError";

const place = { server: "files", address: "https://a.test/mcp" };
const http = (status: number, text = "") =>
  new SdkHttpError(SdkErrorCode.ClientHttpNotImplemented, "refused", { status, text });
const content = (contentType: string) =>
  new SdkError(SdkErrorCode.ClientHttpUnexpectedContent, "Unexpected content", { contentType });

describe("a failure of the SDK", () => {
  const gone = new HubError("exited", "it is gone");
  const noEra = new SdkError(SdkErrorCode.EraNegotiationFailed, "No era");
  type Context = Parameters<typeof toHubError>[1];
  const rows: [what: string, error: Error, context: Context, code: string, text: RegExp][] = [
    ["no answer in time", new SdkError(SdkErrorCode.RequestTimeout, "x"), place, "timeout", /did not answer in time/],
    ["too many pages", new SdkError(SdkErrorCode.ListPaginationExceeded, "x"), place, "protocol", /more pages/],
    [
      "a web page",
      content("text/HTML"),
      place,
      "protocol",
      /^"files" at https:\/\/a\.test\/mcp answered with a web page/,
    ],
    [
      "a picture",
      content("image/png"),
      { server: "files" },
      "protocol",
      /^"files" answered with something other.*content\./,
    ],
    ["no common revision", noEra, place, "protocol", /could not agree on a protocol revision: No era\. Update/],
    [
      "no pinned revision",
      noEra,
      { ...place, isPinned: true },
      "protocol",
      /no protocol revision in common: No era\. Set/,
    ],
    ["no revision of what has ended", noEra, { ...place, closeReason: gone }, "exited", /^it is gone$/],
    ["a lost session", http(404), { ...place, established: true }, "session-lost", /no longer knows this session/],
    [
      "words in JSON",
      http(500, '{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"Disk full"}}'),
      place,
      "transport",
      /: Disk full\./,
    ],
  ];
  for (const [what, error, context, code, text] of rows)
    it(`is put into words: ${what}`, () => {
      const found = toHubError(error, context);
      assert.equal(found.code, code);
      assert.match(found.message, text);
    });

  it("is not a lost session before there was one, or without one", () => {
    for (const context of [
      { ...place, hasSession: true },
      { ...place, established: true, hasSession: false },
    ])
      assert.notEqual(toHubError(http(404), context).code, "session-lost");
    assert.notEqual(toHubError(http(500), { ...place, established: true, hasSession: true }).code, "session-lost");
  });

  it("of a lost session was not looked into", () =>
    assert.equal(toHubError(http(404), { ...place, established: true }).sent, "no"));

  it("is a refusal where the SDK is not let in", () =>
    assert.equal(toHubError(new UnauthorizedError("x"), place).message, toHubError(http(401), place).message));

  it("is the hub's own error up to seven causes below, also below an answer of the server", () => {
    const own = new HubError("timeout", "late");
    const below = (depth: number): Error => (depth === 0 ? own : new Error("x", { cause: below(depth - 1) }));
    assert.equal(toHubError(below(7), place), own);
    assert.equal(toHubError(below(8), place).code, "protocol");
    assert.equal(toHubError(Object.assign(new ProtocolError(-1, "x"), { cause: own }), place), own);
  });
});

describe("a server that lets nothing in until a sign-in", () => {
  const rows: [what: string, error: HubError, isOut: boolean][] = [
    ["a missing sign-in", new HubError("needs-auth", "x", { cause: new UnauthorizedError() }), true],
    ["a refused credential", new HubError("forbidden", "x", { cause: http(401) }), true],
    ["missing rights", new HubError("needs-auth", "x", { cause: http(403) }), false],
    ["another cause", new HubError("forbidden", "x", { cause: new Error("401") }), false],
    ["another failure", new HubError("transport", "x", { cause: http(401) }), false],
  ];
  for (const [what, error, isOut] of rows)
    it(`${isOut ? "is" : "is not"} meant by ${what}`, () => assert.equal(isSignedOut(error), isOut));
});

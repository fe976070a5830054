import assert from "node:assert/strict";
import { SdkHttpError } from "@modelcontextprotocol/client";
import { HubError } from "../../../src/core/kernel/hubError";
import type { HttpResponse } from "../../../src/mcp/http/client/httpClient";
import {
  httpRefusal,
  isChallenge,
  isOlderServer,
  isRateLimited,
  locationOf,
  retryAfterOf,
} from "../../../src/mcp/http/httpRefusal";
import { loginPageHost } from "../../../src/mcp/http/loginPage";
import { serverWords } from "../../../src/mcp/http/serverWords";

const refusal = (status: number, headers: Record<string, string> = {}, what: "message" | "stream" = "message") =>
  httpRefusal(what, { status, statusText: "", header: (name: string) => headers[name] } as HttpResponse, "No.", 0);

describe("a refusal over HTTP", () => {
  it("keeps its status, its words, and where it leads", () => {
    const error = refusal(307, { location: "/x", "retry-after": "5", "www-authenticate": "Bearer" });
    assert.ok(error instanceof SdkHttpError);
    assert.deepEqual([error.status, error.message], [307, "The server refused the message: No."]);
    assert.equal(refusal(404, {}, "stream").message, "The server refused the stream: No.");
    assert.notEqual(refusal(404, {}, "stream").code, error.code);
    assert.deepEqual([locationOf(error), isChallenge(error), retryAfterOf(error)], ["/x", true, 5000]);
    const plain = refusal(400);
    assert.deepEqual([locationOf(plain), isChallenge(plain), retryAfterOf(plain)], [undefined, false, undefined]);
  });

  it("asks for a wait by 429, and by 503 where it says how long", () => {
    const wait = { "retry-after": "0" };
    assert.deepEqual(
      [refusal(429), refusal(503, wait), refusal(503), refusal(500, wait), new Error("429")].map(isRateLimited),
      [true, true, false, false, false],
    );
  });

  const older: [status: number, isOlder: boolean][] = [
    [399, false],
    [400, true],
    [401, false],
    [403, false],
    [404, true],
    [405, true],
    [407, false],
    [408, false],
    [429, false],
    [499, true],
    [500, false],
  ];
  for (const [status, isOlder] of older)
    it(`${isOlder ? "may" : "cannot"} be of a server of the older transport: ${status}`, () => {
      const cause = refusal(status);
      assert.equal(isOlderServer(new HubError("transport", "No.", { cause })), isOlder);
      assert.equal(isOlderServer(cause), false, "not as the hub's own error");
      assert.equal(isOlderServer(new HubError("transport", "No.", { cause: new Error("x") })), false);
    });
});

describe("the words of a refusal", () => {
  const rows: [body: string, words: string][] = [
    ["", ""],
    ["  ", ""],
    ["<html>No</html>", ""],
    ["No such tool.", "No such tool"],
    ['"Nope."', "Nope"],
    ['{"error":"e","message":"m","error_description":"d"}', "d"],
    ['{"title":"t","reason":"r"}', "r"],
    ['{"error":{"detail":"x"}}', "x"],
    ['[{"msg":"first"},{"msg":"second"}]', "first"],
    ['{"message":" ","detail":"d"}', "d"],
    ['{"a":1}', '{"a":1}'],
    ['{"error":{"error":{"error":{"error":{"error":"deep"}}}}}', "deep"],
    [`${'{"error":'.repeat(6)}"deep"${"}".repeat(6)}`, `${'{"error":'.repeat(6)}"deep"${"}".repeat(6)}`],
  ];
  for (const [body, words] of rows)
    it(`are ${JSON.stringify(words).slice(0, 40)}: ${body.slice(0, 60)}`, () => assert.equal(serverWords(body), words));

  it("are three hundred characters at most, or as many as are asked for", () => {
    assert.match(serverWords("x".repeat(400)), /^x{300}(?!x)/);
    assert.match(serverWords("x".repeat(400), 10), /^x{10}(?!x)/);
  });
});

describe("a redirect to a login page", () => {
  const from = new URL("https://far.example/mcp");
  const rows: [status: number, location: string | null, host: string | undefined][] = [
    [302, "https://login.other.example/x", "login.other.example"],
    [302, "https://other.example/oauth2/authorize", "other.example"],
    [300, "https://team.cloudflareaccess.com/x", "team.cloudflareaccess.com"],
    [399, "https://accounts.example/", "accounts.example"],
    [302, "/login", "far.example"],
    [302, "/sign-in/x", "far.example"],
    [302, "/oauth2/authorize", undefined],
    [302, "/loginx", undefined],
    [302, "https://other.example/mcp", undefined],
    [302, "https://authors.example/", undefined],
    [299, "/login", undefined],
    [400, "/login", undefined],
    [302, "", undefined],
    [302, null, undefined],
    [302, "http://[", undefined],
  ];
  for (const [status, location, host] of rows)
    it(`is ${host ?? "none"}: ${status} to ${location}`, () =>
      assert.equal(loginPageHost(from, status, location), host));
});

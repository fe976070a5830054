import assert from "node:assert/strict";
import type { IncomingMessage, ServerResponse } from "node:http";
import { mayUse, preflightHeaders, shareWith } from "../../../src/gateway/http/origins";

const preflight = (headers: Record<string, string>) => preflightHeaders({ headers } as IncomingMessage);
const allowedHeaders = (asked: string) =>
  String(
    preflight({ origin: "http://localhost:1", "access-control-request-headers": asked })[
      "access-control-allow-headers"
    ],
  ).split(", ");

describe("the origins of web pages", () => {
  const own = ["http://127.0.0.1:3000", "https://localhost", "http://[::1]:8080"];
  for (const origin of own)
    it(`may use it where they are allowed, and of this machine: ${origin}`, () => {
      assert.equal(mayUse(origin, [origin]), true);
      assert.equal(mayUse(origin, []), false);
      assert.equal(mayUse(origin, [`${origin}/`]), false);
    });
  for (const origin of [
    "https://evil.example",
    "http://localhost.evil.example",
    "null",
    "ftp://localhost",
    "file://",
    "http://127.0.0.2",
    "",
  ])
    it(`may not use it in any case: "${origin}"`, () => assert.equal(mayUse(origin, [origin]), false));

  it("may read what is shared with them", () => {
    const set: Record<string, string> = {};
    shareWith("http://localhost:1", {
      setHeader: (name: string, value: string) => (set[name] = value),
    } as unknown as ServerResponse);
    assert.deepEqual(set, {
      "access-control-allow-origin": "http://localhost:1",
      "access-control-expose-headers": "Mcp-Session-Id, WWW-Authenticate, Retry-After, X-Request-ID",
      vary: "Origin",
    });
  });

  it("may send what the gateway reads, and fifty parameters besides", () => {
    assert.deepEqual(preflight({}), { allow: "GET, POST, DELETE, OPTIONS" });
    const { "access-control-allow-headers": _, ...rest } = preflight({ origin: "http://localhost:1" });
    assert.deepEqual(rest, {
      "access-control-allow-methods": "GET, POST, DELETE, OPTIONS",
      "access-control-max-age": "600",
    });
    const usual = allowedHeaders("");
    for (const name of [
      "authorization",
      "content-type",
      "accept",
      "mcp-protocol-version",
      "mcp-session-id",
      "mcp-method",
      "mcp-name",
      "last-event-id",
      "x-api-key",
      "x-request-id",
      "x-mcp-target-server",
      "idempotency-key",
    ])
      assert.ok(usual.includes(name), name);
    assert.deepEqual(allowedHeaders("X-Evil, Mcp-Param-Region,mcp-param-a b, mcp-param-"), [
      ...usual,
      "mcp-param-region",
    ]);
    const names = (count: number) => Array.from({ length: count }, (_, at) => `mcp-param-p${at}`);
    assert.deepEqual(allowedHeaders(names(51).join()), [...usual, ...names(50)]);
    const long = `mcp-param-${"x".repeat(100)}`;
    assert.deepEqual(allowedHeaders(`${long},${long}x`), [...usual, long]);
  });
});

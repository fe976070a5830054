import assert from "node:assert/strict";
import { requestRefused, statusError } from "../../../src/mcp/http/statusError";

const target = { server: "far", address: "https://far.example/mcp" };

describe("an HTTP status", () => {
  const rows: [status: number, code: string, words: RegExp, facts?: { outage?: true; sent?: "no" }][] = [
    [300, "transport", /redirects to another address \(HTTP 300\): busy\. Write/],
    [399, "transport", /redirects to another address \(HTTP 399\)/],
    [299, "transport", /refused the request \(HTTP 299\): busy/],
    [400, "transport", /refused the request \(HTTP 400\): busy/],
    [401, "needs-auth", /requires a sign-in \(HTTP 401\): busy/],
    [402, "transport", /refused the request \(HTTP 402\)/],
    [403, "forbidden", /refused access \(HTTP 403\): busy/],
    [404, "transport", /has no MCP endpoint \(HTTP 404\): busy/],
    [405, "transport", /has no MCP endpoint \(HTTP 405\)/],
    [410, "transport", /has no MCP endpoint \(HTTP 410\)/],
    [411, "transport", /refused the request \(HTTP 411\)/],
    [428, "transport", /refused the request \(HTTP 428\)/],
    [429, "rate-limited", /asks for fewer requests \(HTTP 429\): busy\. Try again later\./, { sent: "no" }],
    [499, "transport", /refused the request \(HTTP 499\)/],
    [500, "transport", /failed \(HTTP 500\): busy/],
    [501, "transport", /failed \(HTTP 501\)/],
    [502, "transport", /failed \(HTTP 502\)/, { outage: true }],
    [503, "transport", /failed \(HTTP 503\)/, { outage: true }],
    [504, "transport", /failed \(HTTP 504\)/, { outage: true }],
    [505, "transport", /failed \(HTTP 505\)/],
  ];
  for (const [status, expected, words, facts = {}] of rows)
    it(`${status} means ${expected}`, () => {
      const { code, message, outage, sent, retryAfterMs } = statusError(target, status, {}, "busy");
      assert.equal(code, expected);
      assert.match(message, /^"far" at https:\/\/far\.example\/mcp /);
      assert.match(message, words);
      assert.deepEqual(
        { outage, sent, retryAfterMs },
        { outage: facts.outage, sent: facts.sent, retryAfterMs: undefined },
      );
    });

  it("says how long to wait where the server says so, for 429 and 503 only", () => {
    const waits = (status: number) => {
      const { code, message, retryAfterMs, outage, sent } = statusError(target, status, { retryAfterMs: 30_000 });
      return { code, retryAfterMs, outage, sent, says: /Try again in 30 s/.test(message) };
    };
    assert.deepEqual(waits(429), {
      code: "rate-limited",
      retryAfterMs: 30_000,
      outage: undefined,
      sent: "no",
      says: true,
    });
    const unavailable = { code: "rate-limited", retryAfterMs: 30_000, outage: undefined, sent: undefined, says: true };
    assert.deepEqual(waits(503), unavailable);
    assert.deepEqual(waits(502), {
      code: "transport",
      retryAfterMs: undefined,
      outage: true,
      sent: undefined,
      says: false,
    });
    assert.equal(statusError(target, 503, { retryAfterMs: 0 }).code, "rate-limited", "no wait is a wait, too");
  });

  it("names neither an address nor words where there are none, and keeps the cause", () => {
    const cause = new Error("why");
    for (const body of [undefined, "", 7]) {
      const error = statusError({ server: "far" }, 403, { cause }, body);
      assert.match(error.message, /^"far" refused access \(HTTP 403\)\. Check "url"/);
      assert.equal(error.cause, cause);
    }
    for (const status of [401, 404, 429, 500, 302]) assert.equal(statusError(target, status, { cause }).cause, cause);
  });

  it("cuts the server's words", () => {
    const { message } = statusError(target, 500, {}, "x".repeat(1000));
    const [run = ""] = /x+/.exec(message.slice(message.indexOf("HTTP 500"))) ?? [];
    assert.ok(run.length > 100 && run.length <= 200, `${run.length} characters`);
  });

  it("names where a redirect leads, in full also where only its path is named", () => {
    const leads = (location: string, status = 302, address: string | undefined = target.address) =>
      /\): (\S+)\. If/.exec(statusError({ server: "far", address }, status, { location }).message)?.[1];
    assert.equal(leads("https://new.example/mcp"), "https://new.example/mcp");
    assert.equal(leads("/other"), "https://far.example/other");
    assert.equal(leads("/other", 300), "https://far.example/other");
    assert.equal(leads("/other", 399), "https://far.example/other");
    assert.equal(leads("/other", 400), undefined);
    assert.equal(leads("/other", 299), undefined);
    assert.match(
      statusError({ server: "far" }, 302, { location: "/other" }).message,
      /: \/other\. If that is the server/,
    );
  });

  it("is told apart from a refusal of one request, whose words are named", () => {
    const refused = (body: string, { address }: { address?: string } = target) =>
      requestRefused({ server: "far", address }, 400, body);
    assert.match(
      refused("no such tool"),
      /^"far" at https:\/\/far\.example\/mcp refused this request \(HTTP 400\): no such tool\. It/,
    );
    assert.match(refused("", {}), /^"far" refused this request \(HTTP 400\)\. It answers other requests/);
  });
});

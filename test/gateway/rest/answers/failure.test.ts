import assert from "node:assert/strict";
import { errorTable } from "../../../../src/core/kernel/errorTable";
import { HubError } from "../../../../src/core/kernel/hubError";
import { problemBody, problemCode } from "../../../../src/gateway/http/problem";
import { apiErrors, apiTypes } from "../../../../src/gateway/rest/answers/apiCode";
import { hubFailure, refusal } from "../../../../src/gateway/rest/answers/failure";
import { openApiDocument } from "../../../../src/gateway/rest/openApi/openApi";
import type { HubErrorCode } from "../../../../src/protocol/hubErrorCode";
import { assertDocumented } from "../../../support/openApiAnswers";

const about = { server: "files", tool: "read", request: "r-1" };
const document = openApiDocument("1");
const chat = { method: "POST", path: "/api/v1/mcp/chat", type: "application/json" };

describe("a failure of the hub in the API", () => {
  for (const code of Object.keys(errorTable) as HubErrorCode[])
    it(`is documented for ${code}`, () => {
      const { status, json } = hubFailure(new HubError(code, "It failed."), about);
      const body = JSON.parse(json);
      assertDocumented(document, { ...chat, status, body });
      assert.equal(status, apiErrors[code].status);
      assert.equal(body.error.code, apiErrors[code].code);
      assert.equal(body.error.type, apiTypes[apiErrors[code].code]);
      assert.deepEqual(
        [body.status, body.server_id, body.tool_name, body.original_request_id, body.error.details.reason],
        ["error", "files", "read", "r-1", code],
      );
    });

  it("says what a model should do next", () => {
    const { json } = hubFailure(new HubError("circuit-open", "It was not called.", { retryAfterMs: 2500 }), about);
    assert.match(JSON.parse(json).error.message, /^It was not called\. Use another tool.* Wait 2\.5 seconds/);
  });

  it("says how long to wait, in the header and in the body", () => {
    const { headers, json } = hubFailure(new HubError("rate-limited", "Slow.", { retryAfterMs: 2500 }), about);
    assert.equal(headers?.["retry-after"], "3");
    assert.equal(JSON.parse(json).error.details.retry_after_seconds, 3);
    assert.equal(hubFailure(new HubError("rate-limited", "Slow."), about).headers?.["retry-after"], undefined);
  });

  it("is another one where a person has to be asked and nobody can be", () => {
    const denied = hubFailure(new HubError("denied", "No."), about);
    const unasked = hubFailure(new HubError("denied", "No.", { unasked: true }), about);
    assert.deepEqual(
      [denied, unasked].map(({ json }) => JSON.parse(json).error.code),
      ["AUTHORIZATION_ERROR", "APPROVAL_REQUIRED"],
    );
  });

  it("never shows what a defect of the hub says", () => {
    const cause = Object.assign(new Error("stack"), { status: 500, data: { text: "of the inside, too" } });
    const { json } = hubFailure(new HubError("internal", "secret of the inside", { cause }), about);
    assert.ok(!json.includes("inside") && !json.includes("stack"));
    assert.match(json, /look for r-1 in the log/);
  });

  it("passes on the status and the body of a server's response, redacted", () => {
    const response = Object.assign(new Error("HTTP 403"), {
      status: 403,
      data: { text: JSON.stringify({ reason: "quota", password: "hunter2" }) },
    });
    const cause = new Error("wrapped", { cause: response });
    const { status, json } = hubFailure(new HubError("forbidden", "Refused.", { cause }), about);
    const { error } = JSON.parse(json);
    assert.equal(status, 502);
    assert.equal(error.mcp_server_status_code, 403);
    assert.equal(error.mcp_server_error_details.status, 403);
    assert.match(error.mcp_server_error_details.body, /quota/);
  });

  it("hides secrets in what a server says about an error of JSON-RPC", () => {
    const cause = Object.assign(new Error("no"), { code: -32000, data: { api_key: "k-123", tried: "x" } });
    const { error } = JSON.parse(hubFailure(new HubError("server-error", "No.", { cause }), about).json);
    assert.deepEqual(error.mcp_server_error_details, {
      code: -32000,
      message: "no",
      data: { api_key: "•••", tried: "x" },
    });
  });

  it("lets the same request be made again only where nothing was done", () => {
    const undone = (code: HubErrorCode, sent?: "no") => hubFailure(new HubError(code, "No.", { sent }), about).undone;
    // What may have run: the server had it, or may have had it.
    const maybe = Object.keys(apiErrors).filter((code) => undone(code as HubErrorCode) === undefined);
    assert.deepEqual(maybe, [
      "cancelled",
      "exited",
      "internal",
      "protocol",
      "server-error",
      "session-lost",
      "timeout",
      "transport",
      "unknown-resource",
      "unknown-task",
      "unreadable-result",
    ]);
    for (const code of maybe) assert.equal(undone(code as HubErrorCode, "no"), true, code);
  });

  it("cuts what a server said, and keeps its beginning", () => {
    const data = { text: `begin ${"long ".repeat(100_000)}` };
    const cause = Object.assign(new Error("HTTP 500"), { status: 500, data });
    const { error } = JSON.parse(hubFailure(new HubError("server-error", "No.", { cause }), about).json);
    assert.match(error.mcp_server_error_details.body, /^begin long/);
    assert.ok(error.mcp_server_error_details.body.length < 10_000);
  });
});

describe("a refusal before the API", () => {
  it("is a failure of the API that says when it helps to come back", () => {
    const refused = { status: 429, message: "Not so many.", retryAfterSeconds: 4 } as const;
    const answer = refusal(refused, { ...about, server: null, tool: null });
    const body = JSON.parse(answer.json);
    assertDocumented(document, { ...chat, status: answer.status, body });
    assert.deepEqual([body.error.code, body.error.message], ["RATE_LIMIT_EXCEEDED", "Not so many."]);
    assert.equal(body.error.details.retry_after_seconds, 4);
    assert.equal(answer.headers?.["retry-after"], "4");
    assert.equal(answer.undone, true);
  });

  for (const status of [400, 401, 403, 404, 408, 413, 429, 431, 500, 503] as const)
    it(`has the form of the API before any route, too: ${status}`, () => {
      const body = problemBody(status, "Not so.", "r-1", 4);
      assertDocumented(document, { ...chat, status, body });
      assert.equal(body.error.type, apiTypes[body.error.code]);
      assert.deepEqual([body.error.code, body.original_request_id], [problemCode(status), "r-1"]);
      assert.deepEqual(body.error.details, { retry_after_seconds: 4 });
    });
});

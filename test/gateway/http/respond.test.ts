import assert from "node:assert/strict";
import { IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { HubError } from "../../../src/core/kernel/hubError";
import { defectIn } from "../../../src/gateway/http/defect";
import { HttpExchange } from "../../../src/gateway/http/httpExchange";
import { type ProblemStatus, problemCode, sendProblem } from "../../../src/gateway/http/problem";
import { sendEmpty, sendJson, sendText } from "../../../src/gateway/http/respond";

/** A response that keeps what is written to it. */
class Kept extends ServerResponse {
  sent: { status: number; headers: OutgoingHttpHeaders; body: string } | undefined;

  override writeHead(status: number, headers?: unknown) {
    this.sent = { status, headers: headers as OutgoingHttpHeaders, body: "" };
    return super.writeHead(status, headers as OutgoingHttpHeaders);
  }

  override end(text?: unknown) {
    if (this.sent && typeof text === "string") this.sent.body = text;
    return super.end(text);
  }
}

const anExchange = () => {
  const request = new IncomingMessage(new Socket());
  const response = new Kept(request);
  return { exchange: new HttpExchange(request, response, "/mcp", "a=1&b=2", "id-1", 5), response };
};

describe("what the gateway answers", () => {
  it("is JSON that nobody keeps, with the id of its request", () => {
    const { exchange, response } = anExchange();
    sendJson(exchange, 200, { a: "ü" }, { "x-more": "1" });
    assert.deepEqual(response.sent, {
      status: 200,
      headers: {
        "content-type": "application/json",
        "content-length": 10,
        "cache-control": "no-store",
        "x-request-id": "id-1",
        "x-more": "1",
      },
      body: '{"a":"ü"}',
    });
  });

  it("may have no body", () => {
    const { exchange, response } = anExchange();
    sendEmpty(exchange, 204, { allow: "GET" });
    const headers = { "content-length": 0, "x-request-id": "id-1", allow: "GET" };
    assert.deepEqual(response.sent, { status: 204, headers, body: "" });
    assert.ok(response.writableEnded);
  });

  it("is sent once, and not at all to a client that has left", () => {
    for (const send of [sendEmpty, (one: HttpExchange, status: number) => sendText(one, status, "{}")]) {
      const answered = anExchange();
      send(answered.exchange, 200);
      send(answered.exchange, 500);
      assert.equal(answered.response.sent?.status, 200);
      const gone = anExchange();
      gone.response.destroy();
      send(gone.exchange, 200);
      assert.equal(gone.response.sent, undefined);
    }
  });

  const problems: readonly (readonly [ProblemStatus, code: string, type: string])[] = [
    [400, "VALIDATION_ERROR", "Validation Error"],
    [401, "AUTHENTICATION_FAILURE_API", "Authentication Error"],
    [403, "AUTHORIZATION_ERROR", "Authorization Error"],
    [404, "ROUTING_ERROR", "Server Not Found"],
    [408, "VALIDATION_ERROR", "Validation Error"],
    [413, "VALIDATION_ERROR", "Validation Error"],
    [429, "RATE_LIMIT_EXCEEDED", "Rate Limit Exceeded"],
    [431, "VALIDATION_ERROR", "Validation Error"],
    [500, "API_INTERNAL_ERROR", "API Internal Error"],
    [503, "CONFIGURATION_ERROR", "Configuration Error"],
  ];
  for (const [status, code, type] of problems)
    it(`is ${code} where a request is turned away with ${status}`, () => {
      const { exchange, response } = anExchange();
      sendProblem(exchange, status, "Why.", { "x-more": "1" });
      assert.deepEqual([response.sent?.status, response.sent?.headers["x-more"]], [status, "1"]);
      assert.ok(!("retry-after" in (response.sent?.headers ?? {})));
      assert.deepEqual(JSON.parse(response.sent?.body ?? ""), {
        status: "error",
        server_id: null,
        tool_name: null,
        original_request_id: "id-1",
        error: {
          ...{ type, code, message: "Why.", details: null },
          ...{ mcp_server_status_code: null, mcp_server_error_details: null },
        },
      });
      assert.equal(problemCode(status), code);
    });

  it("says in its header and its body how long to wait, also where that is no time", () => {
    for (const seconds of [0, 7]) {
      const { exchange, response } = anExchange();
      sendProblem(exchange, 429, "Why.", {}, seconds);
      assert.equal(response.sent?.headers["retry-after"], String(seconds));
      assert.deepEqual(JSON.parse(response.sent?.body ?? "").error.details, { retry_after_seconds: seconds });
    }
  });
});

describe("one exchange", () => {
  it("makes its query and its signal once, when they are asked for", () => {
    const { exchange } = anExchange();
    assert.deepEqual(Object.fromEntries(exchange.query), { a: "1", b: "2" });
    assert.equal(exchange.query, exchange.query);
    assert.equal(exchange.signal, exchange.signal);
  });

  it("ends its signal where the client leaves before the end, whenever that is asked for", () => {
    const [before, after, whole] = [anExchange(), anExchange(), anExchange()].map(({ exchange }) => exchange);
    assert.ok(before && after && whole);
    const { signal } = before;
    before.end();
    after.end();
    whole.finish();
    whole.end();
    assert.deepEqual([signal.aborted, after.signal.aborted, whole.signal.aborted], [true, true, false]);
    for (const { reason } of [signal, after.signal])
      assert.ok(reason instanceof HubError && reason.code === "cancelled");
    const first = signal.reason;
    before.end();
    assert.equal(signal.reason, first);
  });

  it("does once what is to be done once", () => {
    const { exchange } = anExchange();
    let runs = 0;
    for (let n = 0; n < 3; n++) exchange.once(() => runs++);
    assert.equal(runs, 1);
  });

  it("reports a defect with its id, and with the first cause", () => {
    const cause = new Error("first");
    const [plain, wrapped] = [new Error("plain"), new HubError("internal", "whole", { cause })];
    assert.match(defectIn("id-1", plain).message, /id-1 .*plain/);
    assert.match(defectIn("id-1", "text").message, /text/);
    assert.deepEqual(
      [plain, wrapped, new HubError("internal", "alone")].map((error) => String(defectIn("id-1", error).cause)),
      ["Error: plain", "Error: first", "HubError: alone"],
    );
  });
});

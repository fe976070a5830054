import assert from "node:assert/strict";
import { type Client, ProtocolError, SdkErrorCode, SdkHttpError } from "@modelcontextprotocol/client";
import type { HubError } from "../../../src/core/kernel/hubError";
import { SessionDoubt } from "../../../src/mcp/link/sessionDoubt";
import type { ErrorContext } from "../../../src/mcp/link/toHubError";

const http = (status: number, text?: string, more: object = {}) =>
  new SdkHttpError(SdkErrorCode.ClientHttpNotImplemented, `refused: ${text}`, { status, text, ...more });

/** A server that answers pings and lists like this; what is thrown is its failure. */
function world(answers: { ping?: unknown; list?: unknown } = {}, context: Partial<ErrorContext> = {}) {
  const asked: [method: string, timeout: unknown][] = [];
  const lost: HubError[] = [];
  const state: ErrorContext = { server: "far", established: true, hasSession: true, ...context };
  const client = {
    request: async ({ method }: { method: string }, _: unknown, { timeout }: { timeout: number }) => {
      asked.push([method, timeout]);
      const answer = method === "ping" ? answers.ping : answers.list;
      if (answer instanceof Error) throw answer;
      return {};
    },
  } as unknown as Client;
  const doubt = new SessionDoubt({ client, context: () => state, lost: (error) => lost.push(error) });
  return { doubt, asked, lost, state };
}

describe("the doubt that a refusal leaves", () => {
  const certain: [why: string, error: unknown, context: Partial<ErrorContext>][] = [
    ["it is no refusal", new Error("x"), {}],
    ["it is below 400", http(399), {}],
    ["it is a failure of the server", http(500), {}],
    ["it asks for a proxy's credentials", http(407), {}],
    ["it was too slow", http(408), {}],
    ["it was too fast", http(429), {}],
    ["nothing was established", http(404), { established: false }],
    ["the link is closed", http(404), { closed: true }],
  ];
  for (const [why, error, context] of certain)
    it(`is none where ${why}`, () => {
      const { doubt, asked } = world({}, context);
      assert.equal(doubt.settle(error), undefined);
      assert.deepEqual(asked, []);
    });

  for (const status of [400, 404, 409, 499])
    it(`ends with a server that still answers: it refused that request only (${status})`, async () => {
      const { doubt, asked, lost } = world();
      const error = http(status, "No such thing.");
      const meaning = await doubt.settle(error);
      assert.equal(meaning?.code, "server-error");
      assert.match(meaning?.message ?? "", new RegExp(`refused this request \\(HTTP ${status}\\): No such thing`));
      assert.equal(meaning?.cause, error);
      assert.deepEqual([asked, lost], [[["ping", 5000]], []]);
    });

  it("is about access where the refusal is, though the server answers", async () => {
    for (const [status, code] of [
      [401, "needs-auth"],
      [403, "forbidden"],
    ] as const)
      assert.equal((await world().doubt.settle(http(status)))?.code, code);
  });

  it("asks for a list where pings are refused, and takes an error of the protocol for an answer", async () => {
    const unknown = world({ ping: http(400) });
    assert.equal((await unknown.doubt.settle(http(404)))?.code, "server-error");
    assert.deepEqual(
      unknown.asked.map(([method]) => method),
      ["ping", "tools/list"],
    );
    const known = world({ ping: new ProtocolError(-32601, "no pings") });
    assert.equal((await known.doubt.settle(http(404)))?.code, "server-error");
    assert.equal(known.asked.length, 1);
  });

  it("means a lost session where everything is refused", async () => {
    const { doubt, lost } = world({ ping: http(404), list: http(499) });
    const meaning = await doubt.settle(http(404));
    assert.deepEqual(lost, [meaning]);
    assert.match(meaning?.message ?? "", /"far"/);
  });

  const open: [
    why: string,
    answers: { ping?: unknown; list?: unknown },
    context: Partial<ErrorContext>,
    error: SdkHttpError,
  ][] = [
    ["there is no session", { ping: http(404), list: http(404) }, { hasSession: false }, http(404)],
    ["it asks for credentials", { ping: http(401), list: http(401) }, {}, http(401, "", { isChallenge: true })],
    ["the server fails", { ping: http(404), list: http(500) }, {}, http(404)],
    ["the server is not there", { ping: new Error("x"), list: new Error("x") }, {}, http(404)],
  ];
  for (const [why, answers, context, error] of open)
    it(`stays where ${why}`, async () => {
      const { doubt, lost } = world(answers, context);
      assert.equal(await doubt.settle(error), undefined);
      assert.deepEqual(lost, []);
    });

  it("is settled once for all that were refused at the same time, and again later", async () => {
    const { doubt, asked } = world();
    await Promise.all([doubt.settle(http(404)), doubt.settle(http(400))]);
    assert.equal(asked.length, 1);
    await doubt.settle(http(404));
    assert.equal(asked.length, 2);
  });

  it("is over where the link closes meanwhile", async () => {
    const { doubt, state } = world();
    const settled = doubt.settle(http(404));
    Object.assign(state, { closed: true });
    assert.equal(await settled, undefined);
  });
});

describe("a ping that is refused", () => {
  it("is a sign of life, unless it speaks of the session", () => {
    const { doubt } = world();
    const failure = doubt.ofPing(http(503, "Busy.", { retryAfterMs: 5000 }));
    assert.deepEqual([failure?.code, failure?.retryAfterMs], ["server-error", 5000]);
    assert.equal(doubt.ofPing(http(502))?.outage, true);
    assert.equal(doubt.ofPing(http(404, "Session not found")), undefined);
    assert.ok(doubt.ofPing(http(403, "Session not found")), "it is about access");
    assert.ok(world({}, { hasSession: false }).doubt.ofPing(http(404, "Session not found")));
    assert.equal(doubt.ofPing(new Error("x")), undefined);
    assert.equal(world({}, { closed: true }).doubt.ofPing(http(404)), undefined);
  });
});

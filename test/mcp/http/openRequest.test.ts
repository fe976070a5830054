import assert from "node:assert/strict";
import type { HttpRequest } from "../../../src/mcp/http/client/httpClient";
import { OpenRequest, withinOrigin } from "../../../src/mcp/http/openRequest";
import { turns } from "../../support/callFixture";
import { FakeClock } from "../../support/fakeClock";
import { type ScriptedResponse, scriptedClient } from "../../support/scriptedHttp";

const url = new URL("https://far.example/mcp");
const request: HttpRequest = { url, method: "POST", headers: { accept: "a" }, body: "b" };

describe("an open request", () => {
  it("is aborted with its caller, and its exchange with it", () => {
    const { client, aborted } = scriptedClient(() => undefined);
    const abort = new AbortController();
    const open = new OpenRequest(abort.signal);
    void open.send(client, request);
    assert.deepEqual([open.aborted, aborted], [false, []]);
    abort.abort();
    assert.deepEqual([open.aborted, aborted], [true, [0]]);
  });

  it("aborts what it starts after that at once", () => {
    for (const open of [new OpenRequest(AbortSignal.abort()), new OpenRequest(undefined)]) {
      open.abort();
      const { client, aborted } = scriptedClient(() => undefined);
      void open.send(client, request);
      assert.deepEqual([open.aborted, aborted], [true, [0]]);
    }
  });

  it("is aborted from the start where its caller was", () => {
    assert.equal(new OpenRequest(AbortSignal.abort()).aborted, true);
  });

  it("hears no more of its caller once it is over", () => {
    const abort = new AbortController();
    const open = new OpenRequest(abort.signal);
    open.dispose();
    abort.abort();
    assert.equal(open.aborted, false);
  });

  it("goes on where it only stops reading a response", () => {
    const { client, aborted } = scriptedClient(() => undefined);
    const open = new OpenRequest(undefined);
    open.stopReading();
    void open.send(client, request);
    open.stopReading();
    assert.deepEqual([open.aborted, aborted], [false, [0]]);
  });

  it("pauses until its time is over, or it is aborted", async () => {
    const clock = new FakeClock();
    const open = new OpenRequest(undefined);
    const ends: string[] = [];
    const pause = (name: string) => void open.pause(clock, 100).then(() => ends.push(name));
    pause("first");
    clock.pass(99);
    await turns();
    assert.deepEqual(ends, []);
    clock.pass(1);
    await turns();
    assert.deepEqual(ends, ["first"]);
    pause("second");
    open.abort();
    await turns();
    assert.deepEqual([ends, clock.waiting], [["first", "second"], 0]);
    pause("third");
    await turns();
    assert.deepEqual([ends, clock.waiting], [["first", "second", "third"], 0]);
  });
});

describe("a redirect", () => {
  const sending = async (method: "GET" | "POST", answer: (at: number) => ScriptedResponse) => {
    const { client, sent, aborted } = scriptedClient((_, at) => answer(at));
    const exchanges: unknown[] = [];
    const { status } = await withinOrigin(client, { ...request, method }, (exchange) => exchanges.push(exchange));
    return { status, sent, aborted, exchanges };
  };

  const rows: [method: "GET" | "POST", status: number, location: string | undefined, to: string | undefined][] = [
    ["POST", 307, "/x", "https://far.example/x"],
    ["POST", 308, "https://far.example/x?y", "https://far.example/x?y"],
    ["GET", 307, "x", "https://far.example/x"],
    ["GET", 301, "/x", "https://far.example/x"],
    ["GET", 302, "/x", "https://far.example/x"],
    ["POST", 301, "/x", undefined],
    ["POST", 302, "/x", undefined],
    ["GET", 303, "/x", undefined],
    ["GET", 300, "/x", undefined],
    ["GET", 304, "/x", undefined],
    ["POST", 307, undefined, undefined],
    ["POST", 307, "http://[", undefined],
    ["POST", 307, "http://far.example/x", undefined],
    ["POST", 307, "https://other.example/x", undefined],
    ["POST", 307, "https://far.example:444/x", undefined],
    ["POST", 307, "https://ada@far.example/x", undefined],
    ["POST", 307, "https://:pw@far.example/x", undefined],
  ];
  for (const [method, status, location, to] of rows)
    it(`of a ${method} by ${status} to ${location} ${to === undefined ? "is the response" : "is followed"}`, async () => {
      const {
        status: last,
        sent,
        exchanges,
      } = await sending(method, (at) =>
        at === 0 ? { status, headers: { ...(location !== undefined && { location }) } } : {},
      );
      assert.equal(last, to === undefined ? status : 200);
      assert.deepEqual(
        sent.map((one) => one.url.href),
        to === undefined ? [url.href] : [url.href, to],
      );
      assert.equal(exchanges.length, sent.length);
      for (const { method: kept, headers, body } of sent)
        assert.deepEqual({ kept, headers, body }, { kept: method, headers: { accept: "a" }, body: "b" });
    });

  it("is followed from where the last one led", async () => {
    const { sent } = await sending("GET", (at) => (at < 2 ? { status: 302, headers: { location: `a${at}/` } } : {}));
    assert.deepEqual(
      sent.map((one) => one.url.pathname),
      ["/mcp", "/a0/", "/a0/a1/"],
    );
  });

  it("is followed five times at most", async () => {
    const { status, sent } = await sending("GET", () => ({ status: 302, headers: { location: "/again" } }));
    assert.deepEqual([status, sent.length], [302, 6]);
  });

  it("is not read to its end where that is far", async () => {
    const { status, aborted } = await sending("POST", (at) =>
      at === 0 ? { status: 307, headers: { location: "/x" }, parts: ["x".repeat(64 * 1024), "x"] } : {},
    );
    assert.deepEqual([status, aborted], [200, [0]]);
    const short = await sending("POST", (at) =>
      at === 0 ? { status: 307, headers: { location: "/x" }, parts: ["x".repeat(64 * 1024)] } : {},
    );
    assert.deepEqual(short.aborted, []);
  });
});

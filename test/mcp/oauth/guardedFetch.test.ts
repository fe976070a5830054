import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import type { FetchLike } from "@modelcontextprotocol/client";
import { HubError } from "../../../src/core/kernel/hubError";
import { guardedFetch } from "../../../src/mcp/oauth/guardedFetch";
import { turns } from "../../support/callFixture";
import { FakeClock } from "../../support/fakeClock";

const serverUrl = new URL("https://far.example/mcp");
const address = "https://far.example/.well-known/oauth-protected-resource";

function world(answer: FetchLike, signal?: AbortSignal) {
  const clock = new FakeClock();
  const fetch = guardedFetch({ server: "web", serverUrl, clock, signal, fetch: answer });
  return { clock, fetch };
}
const answering = (status: number, body: string | null = null, headers: Record<string, string> = {}) =>
  world(async () => new Response(body, { status, headers }));
/** An answer that comes only with the end of its request. */
const silent: FetchLike = (_, init) =>
  new Promise((_, reject) => init?.signal?.addEventListener("abort", () => reject(init.signal?.reason)));

describe("a request to an address of a server's metadata", () => {
  it("has the answer with all of its body", async () => {
    const { fetch, clock } = answering(404, "not here", { "x-a": "b" });
    const response = await fetch(address);
    assert.deepEqual([response.status, await response.text(), response.headers.get("x-a")], [404, "not here", "b"]);
    assert.equal(clock.waiting, 0);
  });

  it("may have an answer without a body", async () => {
    for (const status of [200, 204, 304]) assert.equal((await answering(status).fetch(address)).status, status);
  });

  it("reads 512 KB of an answer at most", async () => {
    const largest = "x".repeat(512 * 1024);
    assert.equal((await (await answering(200, largest).fetch(address)).text()).length, largest.length);
    await assert.rejects(answering(200, `${largest}x`).fetch(address), {
      code: "needs-auth",
      message: /sent more than 512 KB/,
    });
  });

  it("follows no redirect to another host, and none twice", async () => {
    for (const status of [300, 302, 399])
      await assert.rejects(answering(status, null, { location: "https://other.example/x" }).fetch(address), {
        code: "protocol",
        message: /redirects to another host/,
      });
    await assert.rejects(answering(302, null, { location: "http://[" }).fetch(address), /redirects to another host/);
    const { fetch } = answering(302, null, { location: "/elsewhere" });
    assert.equal((await fetch(address)).status, 302);
    await assert.rejects(fetch(address), { code: "protocol", message: /redirects in a loop/ });
  });

  it("names the login page that stands before it", async () => {
    const { fetch } = answering(302, null, { location: "https://login.other.example/x" });
    await assert.rejects(fetch(address), { code: "protocol", message: /login page of login\.other\.example/ });
  });

  it("takes no other answer for a redirect, and none to a request of its own", async () => {
    for (const status of [200, 299, 400])
      assert.equal(
        (await answering(status, null, { location: "https://other.example/" }).fetch(address)).status,
        status,
      );
    const { fetch } = answering(302, null, { location: "https://other.example/" });
    assert.equal((await fetch(address, { method: "POST" })).status, 302);
  });

  it("ends after twenty seconds", async () => {
    const { fetch, clock } = world(silent);
    const asked = fetch(address);
    let isOver = false;
    asked.catch(() => {
      isOver = true;
    });
    await turns();
    clock.pass(19_999);
    await turns();
    assert.equal(isOver, false);
    clock.pass(1);
    await assert.rejects(asked, { code: "timeout", message: /\(far\.example\) did not answer within 20 seconds/ });
  });

  it("ends with its caller, whom it does not keep", async () => {
    const abort = new AbortController();
    const asked = world(silent, abort.signal).fetch(address);
    await turns();
    abort.abort();
    await assert.rejects(asked, { code: "cancelled", message: 'Signing in to "web" was cancelled.' });
    const reason = new HubError("timeout", "Too slow.");
    await assert.rejects(
      world((_, init) => Promise.reject(init?.signal?.reason), AbortSignal.abort(reason)).fetch(address),
      {
        code: "timeout",
        message: "Too slow.",
      },
    );
    const { signal } = new AbortController();
    await world(async () => new Response("ok"), signal).fetch(address);
    assert.deepEqual(getEventListeners(signal, "abort"), []);
  });

  it("fails as the network does", async () => {
    const { fetch } = world(() => Promise.reject(Object.assign(new Error("x"), { code: "ECONNREFUSED" })));
    await assert.rejects(fetch(address), { code: "transport", message: /nothing listens at far\.example/ });
  });
});

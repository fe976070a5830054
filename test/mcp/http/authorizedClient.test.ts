import assert from "node:assert/strict";
import type { Authorization } from "../../../src/core/auth/authorization";
import { AuthorizedClient } from "../../../src/mcp/http/authorizedClient";
import type { HttpClient, HttpRequest, HttpResponse } from "../../../src/mcp/http/client/httpClient";

const request: HttpRequest = { url: new URL("https://far.example/mcp"), method: "POST", headers: { accept: "a" } };

/** A server that answers these statuses, the last of them again and again. */
function world(statuses: number[], refused: Authorization["refused"]) {
  const sent: HttpRequest[] = [];
  const aborted: number[] = [];
  const tries: unknown[] = [];
  const observed: number[] = [];
  let token = 0;
  let disposed = false;
  const client: HttpClient = {
    start: (one) => {
      const at = sent.push(one) - 1;
      const status = statuses[at] ?? statuses.at(-1) ?? 200;
      const response: HttpResponse = {
        ...{ status, statusText: "", header: () => undefined, headers: () => [] },
        read: async (onChunk) => onChunk(Buffer.from("No.")),
      };
      return { response: Promise.resolve(response), abort: () => void aborted.push(at) };
    },
    dispose: () => {
      disposed = true;
    },
  };
  const authorization: Authorization = {
    credentials: async () => ({ headers: { authorization: `Bearer ${++token}` } }),
    secrets: () => [],
    refused: async (answer, used, count, signal) => {
      tries.push([answer.status, used.headers.authorization, count]);
      return refused(answer, used, count, signal);
    },
    observe: ({ status }) => observed.push(status),
  } as Authorization;
  return {
    authorized: new AuthorizedClient(client, authorization),
    sent,
    aborted,
    tries,
    observed,
    isDisposed: () => disposed,
  };
}

describe("requests with credentials", () => {
  it("carry them beside their own headers, and are sent once where they are not refused", async () => {
    const { authorized, sent, tries, observed } = world([200], async () => true);
    assert.equal((await authorized.start(request).response).status, 200);
    assert.deepEqual(
      [sent.length, sent[0]?.headers, tries, observed],
      [1, { accept: "a", authorization: "Bearer 1" }, [], [200]],
    );
    for (const status of [400, 402, 404, 500]) {
      const other = world([status], async () => true);
      assert.equal((await other.authorized.start(request).response).status, status);
      assert.deepEqual([other.sent.length, other.tries], [1, []]);
    }
  });

  it("are sent again with better ones, as long as there are any", async () => {
    const { authorized, sent, tries, observed } = world([401, 403, 200], async () => true);
    assert.equal((await authorized.start(request).response).status, 200);
    assert.deepEqual(tries, [
      [401, "Bearer 1", 0],
      [403, "Bearer 2", 0],
    ]);
    assert.deepEqual([sent.length, observed], [3, [401, 403, 200]]);
    const none = world([401], async () => false);
    assert.equal((await none.authorized.start(request).response).status, 401);
    assert.equal(none.sent.length, 1);
  });

  it("are sent again four times at most", async () => {
    const { authorized, sent, tries } = world([401, 403, 401], async () => true);
    assert.equal((await authorized.start(request).response).status, 401);
    assert.equal(sent.length, 5);
    assert.deepEqual(tries, [
      [401, "Bearer 1", 0],
      [403, "Bearer 2", 0],
      [401, "Bearer 3", 1],
      [401, "Bearer 4", 2],
    ]);
  });

  it("give the words of the refusal to those who ask", async () => {
    let words = "";
    const { authorized } = world([401], async (answer) => {
      words = (await answer.words?.()) ?? "";
      return false;
    });
    await authorized.start(request).response;
    assert.equal(words, "No");
  });

  it("end with their caller, and are not sent again then", async () => {
    const { authorized, sent, aborted, isDisposed } = world([401], async () => {
      exchange.abort();
      return true;
    });
    const exchange = authorized.start(request);
    await assert.rejects(exchange.response, { name: "AbortError" });
    assert.deepEqual([sent.length, aborted], [1, [0]]);
    authorized.dispose();
    assert.equal(isDisposed(), true);
  });
});

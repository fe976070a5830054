import assert from "node:assert/strict";
import type { Exchange } from "../../../../src/gateway/http/exchange";
import type { Answer } from "../../../../src/gateway/rest/answers/answer";
import { IdempotencyKeys } from "../../../../src/gateway/rest/calls/idempotencyKeys";
import { keyedAnswer } from "../../../../src/gateway/rest/calls/keyedAnswer";
import { FakeClock } from "../../../support/fakeClock";
import { aClient } from "../../../support/restServer";

const about = { server: "files", tool: "read", request: "r" };

describe("the answer to a request with a key", () => {
  let keys: IdempotencyKeys;
  let clock: FakeClock;
  let signals: AbortSignal[];
  beforeEach(() => {
    clock = new FakeClock();
    keys = new IdempotencyKeys(clock);
    signals = [];
  });
  interface Asked {
    readonly headers?: Record<string, string>;
    readonly text?: string;
    readonly path?: string;
    readonly method?: string;
    readonly client?: string;
  }
  const leaving = new AbortController();
  const answer = ({
    headers = {},
    text = "{}",
    path = "/chat",
    method = "POST",
    client = "a",
  }: Asked): Promise<Answer> => {
    const exchange = { request: { headers, method }, path, signal: leaving.signal } as unknown as Exchange;
    return Promise.resolve(
      keyedAnswer(keys, { exchange, client: aClient(client), about, text }, async (signal) => {
        signals.push(signal);
        return { status: 200, json: `"${signals.length}"`, headers: { "x-own": "1" } };
      }),
    );
  };
  const keyed = (more: Asked = {}) => answer({ ...more, headers: { "idempotency-key": "k", ...more.headers } });

  it("is a new one each time without a key, and ends with its connection", async () => {
    assert.deepEqual([(await answer({})).json, (await answer({})).json], ['"1"', '"2"']);
    assert.equal(signals[0], leaving.signal);
  });

  it("is that of the first request, and says so; it does not end with the connection", async () => {
    assert.deepEqual((await keyed()).headers, { "x-own": "1" });
    const again = await keyed();
    assert.deepEqual([again.status, again.json], [200, '"1"']);
    assert.deepEqual(again.headers, { "x-own": "1", "idempotency-replayed": "true" });
    assert.notEqual(signals[0], leaving.signal);
    assert.equal((await keyed({ client: "b" })).json, '"2"');
  });

  const others: readonly Asked[] = [
    { text: '{"a":1}' },
    { path: "/batch" },
    { method: "PUT" },
    { headers: { "x-mcp-target-server": "mail" } },
  ];
  for (const other of others)
    it(`is refused for another request: ${JSON.stringify(other)}`, async () => {
      await keyed();
      const { status, json, undone } = await keyed(other);
      assert.deepEqual([status, undone], [409, true]);
      assert.match(json, /VALIDATION_ERROR.*used for another request/);
      assert.equal(signals.length, 1);
    });

  it("is refused where it is no longer kept", async () => {
    keys = new IdempotencyKeys(clock, { keptMs: 1000, keys: 10, characters: 1, allCharacters: 10, clients: 10 });
    await keyed();
    const { status, json } = await keyed();
    assert.equal(status, 409);
    assert.match(json, /no longer kept/);
  });

  it("needs a key of 1 to 255 visible characters", async () => {
    for (const key of ["!", "~".repeat(255)])
      assert.equal((await keyed({ headers: { "idempotency-key": key } })).status, 200);
    for (const key of ["", "~".repeat(256), "a b", "ü"]) {
      const { status, json } = await keyed({ headers: { "idempotency-key": key } });
      assert.equal(status, 400, key);
      assert.deepEqual(JSON.parse(json).error.details.fields[0].path, "Idempotency-Key");
    }
    assert.equal(signals.length, 2);
  });

  it("is kept for a day", async () => {
    await keyed();
    clock.pass(24 * 60 * 60_000 - 1);
    assert.equal((await keyed()).json, '"1"');
    clock.pass(1);
    assert.equal((await keyed()).json, '"2"');
  });
});

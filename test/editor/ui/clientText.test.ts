import assert from "node:assert/strict";
import type { ListedClient } from "../../../src/core/access/clientTokens";
import { clientDetails, clientFacts, isExpired, useText } from "../../../src/editor/ui/clientText";
import { agoText, timeText } from "../../../src/editor/ui/timeText";

const now = new Date(2026, 2, 1, 14, 5).getTime();
const client: ListedClient = { id: "c", name: "Cursor", scopes: [{}], createdAt: now - 1000 };
const facts = (some: Partial<ListedClient>) => clientFacts({ ...client, ...some }, now);

describe("a client in words", () => {
  const ages: [ms: number, words: string][] = [
    [0, "just now"],
    [59_999, "just now"],
    [60_000, "1 minutes ago"],
    [119 * 60_000, "119 minutes ago"],
    [120 * 60_000, "2 hours ago"],
    [48 * 3_600_000 - 1, "47 hours ago"],
    [48 * 3_600_000, "2 days ago"],
  ];
  for (const [ms, words] of ages) it(`used ${ms} ms before was used ${words}`, () => assert.equal(agoText(ms), words));

  it("says when, as the clock on the wall shows it", () => {
    assert.equal(timeText(now), "2026-03-01 14:05");
    assert.equal(timeText(new Date(2026, 6, 9, 0, 0).getTime()), "2026-07-09 00:00");
  });

  it("is expired from its moment on, or never", () => {
    assert.deepEqual(
      [now - 1, now, now + 1].map((expiresAt) => isExpired({ ...client, expiresAt }, now)),
      [true, true, false],
    );
    assert.equal(isExpired(client, now), false);
  });

  it("says its last use, what it may use, and until when", () => {
    assert.equal(useText(undefined, now), "not used yet");
    assert.equal(useText(now - 600_000, now), "used 10 minutes ago");
    assert.deepEqual(facts({}), ["not used yet", "all servers"]);
    assert.deepEqual(facts({ expiresAt: now }), ["expired", "not used yet", "all servers"]);
    assert.deepEqual(facts({ expiresAt: now + 60_000 }), ["not used yet", "all servers", "expires 2026-03-01 14:06"]);
  });

  const scopes: [what: string, some: Partial<ListedClient>, words: string[]][] = [
    ["three servers", { scopes: [{ servers: ["a", "b", "c"] }] }, ["a, b, c"]],
    ["four servers", { scopes: [{ servers: ["a", "b", "c", "d"] }] }, ["a, b, c and 1 more"]],
    ["no server", { scopes: [{ servers: [] }] }, ["nothing"]],
    ["tools", { scopes: [{ tools: ["a/read"] }] }, ["a/read"]],
    ["all but some tools", { scopes: [{ without: ["a/write"] }] }, ["all servers", "without a/write"]],
    ["what only reads", { scopes: [{ readOnly: true }] }, ["all servers", "read-only"]],
    ["a profile", { profile: "work", scopes: [{}] }, ["profile work"]],
    ["what two limits leave", { scopes: [{ servers: ["a"] }, { readOnly: true }] }, ["a", "read-only"]],
  ];
  for (const [what, some, words] of scopes)
    it(`may use ${what}`, () => assert.deepEqual(facts(some), ["not used yet", ...words]));

  it("is described in sentences, with the whole of what it may use", () => {
    const servers = Array.from({ length: 51 }, (_, at) => `s${at}`);
    const [uses, last, added, expires] = clientDetails({ ...client, scopes: [{ servers }] }, now);
    assert.equal(uses, `It may use: ${servers.slice(0, 50).join(", ")} and 1 more.`);
    assert.equal(last, "It has not been used yet.");
    assert.equal(added, "Added 2026-03-01 14:04.");
    assert.equal(expires, "Its token does not expire.");
    const end = (expiresAt: number) => clientDetails({ ...client, expiresAt, lastUsedAt: now }, now).slice(1);
    const used = ["Last used 2026-03-01 14:05.", "Added 2026-03-01 14:04."];
    assert.deepEqual(end(now), [...used, "Its token expired 2026-03-01 14:05. Revoke it, and add the client again."]);
    assert.deepEqual(end(now + 60_000), [...used, "Its token expires 2026-03-01 14:06."]);
  });
});

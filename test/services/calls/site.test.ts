import assert from "node:assert/strict";
import { codeOf, reportedError } from "../../../src/services/reading/reportedError";
import { Replayed, recordedTools, textResult } from "../replayed";

const json = (value: unknown) => textResult(JSON.stringify(value));
const listing = "getAccessibleAtlassianResources";

/** A server of Atlassian with these sites, whose other tools answer as they are told. */
const served = (sites: () => unknown, answer: () => unknown = () => ({ key: "P-1", fields: {} })) =>
  new Replayed({ tools: recordedTools.get("atlassian-remote-v2") ?? [] }, ({ tool }) =>
    json(tool === listing ? sites() : answer()),
  );
const get = (service: Replayed, more = {}) => service.call("jira.getIssue", { key: "P-1" }, more);
const asked = ({ sent }: Replayed) => sent.filter(({ tool }) => tool === listing).length;

describe("the site of an account", () => {
  it("is one, however often it is listed, and wherever the list stands", async () => {
    for (const sites of [[{ id: "1" }, { id: "1" }], { resources: [{ id: "1" }] }, { data: [{ id: "1" }, {}] }]) {
      const service = served(() => sites);
      await get(service);
      assert.equal(service.sent.at(-1)?.args.cloudId, "1");
    }
  });

  it("is not asked for where the caller names it", async () => {
    const service = served(() => assert.fail("It was asked for."));
    await get(service, { cloudId: "mine" });
    assert.deepEqual(
      service.sent.map(({ args }) => args.cloudId),
      ["mine"],
    );
  });

  it("is asked for again once the server has refused the account, and for no other failure", async () => {
    let error = "Unauthorized";
    const service = served(
      () => [{ id: "1" }],
      () => (error ? { error } : { key: "P-1", fields: {} }),
    );
    for (const [words, code, listings] of [
      ["Unauthorized", "needs-auth", 1],
      ["Forbidden", "forbidden", 2],
      ["Too many requests", "rate-limited", 3],
      ["Not Found", "server-error", 3],
    ] as const) {
      error = words;
      await assert.rejects(get(service), { code });
      assert.equal(asked(service), listings, words);
    }
    error = "";
    await get(service);
    assert.equal(asked(service), 3);
  });

  it("has to be chosen where there is none, or where the list cannot be had", async () => {
    await assert.rejects(get(served(() => [])), { code: "needs-input", message: /no Atlassian site/ });
    await assert.rejects(get(served(() => ({ other: 1 }))), { code: "unreadable-result" });
    await assert.rejects(get(served(() => ({ error: "Forbidden" }))), { code: "forbidden" });
  });

  it("is named among at most twenty, each with at most 100 characters", async () => {
    const many = Array.from({ length: 21 }, (_, n) => ({
      id: `id${n}`,
      url: n === 0 ? "u".repeat(101) : `https://s${n}`,
    }));
    await assert.rejects(get(served(() => many)), ({ message }: Error) => {
      assert.match(message, /u{100}…/);
      assert.ok(message.includes("https://s19") && !message.includes("https://s20"), message);
      return true;
    });
    const named = [{ id: "1", name: "Team" }, { id: "2" }];
    await assert.rejects(get(served(() => named)), /several Atlassian sites: Team, 2\./);
  });
});

describe("the words of a server's failure", () => {
  const rows: readonly (readonly [words: string, code: string])[] = [
    ["HTTP 429", "rate-limited"],
    ["rate limit exceeded", "rate-limited"],
    ["Unknown tool: x", "unknown-tool"],
    ["Tool x not found", "unknown-tool"],
    ["MCP error -32601", "unknown-tool"],
    ["MCP error -32602", "bad-arguments"],
    ["Missing required argument", "bad-arguments"],
    ["401", "needs-auth"],
    ["token_expired", "needs-auth"],
    ["403 Forbidden", "forbidden"],
    ["missing_scope", "forbidden"],
    ["1429 and 4011", "server-error"],
    ["", "server-error"],
    [`${"x".repeat(1997)} 403`, "server-error"],
    [`${"x".repeat(1996)} 403`, "forbidden"],
  ];
  for (const [words, code] of rows) it(`are ${code}: ${words.slice(-20)}`, () => assert.equal(codeOf(words), code));

  const reported: readonly (readonly [value: unknown, said: string | undefined])[] = [
    [{ ok: false }, ""],
    [{ ok: false, error: "bad" }, "bad"],
    [{ success: false, message: "no" }, "no"],
    [{ error: true, errors: [{ message: "first" }] }, "first"],
    [{ error: { message: "m" }, data: 1 }, "m"],
    [{ error: { detail: "d" }, ok: false }, "d"],
    [{ error: "alone", status: 1, code: 2 }, "alone"],
    [{ error: "a field", data: 1 }, undefined],
    [{ error: "" }, undefined],
    [{ errorMessages: ["a", "b"] }, "a; b"],
    [{ errorMessages: [] }, undefined],
    [{ ok: true }, undefined],
    [[{ ok: false }], undefined],
  ];
  for (const [value, said] of reported)
    it(`are ${JSON.stringify(said)} in ${JSON.stringify(value)}`, () =>
      assert.equal(reportedError({ value, text: "error: never looked at" }), said));

  it("are a text that begins as one", () => {
    const of = (text: string) => reportedError({ value: undefined, text });
    assert.equal(of(" Error: it broke\n"), "Error: it broke");
    assert.equal(of("MCP error -1: x"), "MCP error -1: x");
    assert.equal(of(`error${"x".repeat(80)}: x`), undefined);
    for (const text of ["It is an error: x", "errors: x", `error ${"x".repeat(80)}: x`, "error\n: x"])
      assert.equal(of(text), undefined, text);
  });
});

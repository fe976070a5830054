import assert from "node:assert/strict";
import { commonSaid } from "../../../../src/core/apps/reading/commonSaid";
import { oauthSaid } from "../../../../src/core/apps/reading/oauthSaid";
import { TakenKeys } from "../../../../src/core/apps/reading/takenKeys";

describe("the keys of an entry", () => {
  it("are each taken by name: the first that has a value counts, and the others are taken, too", () => {
    const keys = new TakenKeys({ b: 1, c: 2, d: 3, u: undefined }, []);
    assert.equal(keys.take("a", "b", "c"), 1);
    assert.equal(keys.take("toString"), undefined);
    assert.deepEqual([keys.has("d"), keys.has("u"), keys.has("toString")], [true, false, false]);
    assert.deepEqual(keys.left, ["d", "u"]);
  });

  const times: [value: unknown, perSecond: number, seconds: number | undefined][] = [
    [5, 1, 5],
    [1, 1000, 1],
    [1000, 1000, 1],
    [1001, 1000, 2],
    [0.5, 1, 1],
    [600, 1, 600],
    [601, 1, 600],
    [0, 1, undefined],
    [-1, 1, undefined],
    [Number.NaN, 1, undefined],
    ["5", 1, undefined],
  ];
  for (const [value, perSecond, seconds] of times)
    it(`say ${seconds} seconds: ${value} of which a second has ${perSecond}`, () => {
      const keys = new TakenKeys({ timeout: value }, []);
      assert.equal(keys.takeSeconds(perSecond, 600, "timeout"), seconds);
      assert.deepEqual(keys.left, []);
    });

  it("are noted where they say something that is left", () => {
    const silent = { a: undefined, b: null, c: false, d: [] };
    const keys = new TakenKeys({ ...silent, e: 0, f: "", g: {}, h: [1], i: true }, ["x"]);
    for (const key of "abcdefghij") keys.leave(key, "warning", () => `no ${key}`);
    assert.deepEqual(
      keys.notes,
      [..."efghi"].map((key) => ({ path: ["x", key], severity: "warning", message: `no ${key}` })),
    );
    assert.deepEqual(keys.left, []);
  });

  it("say of a type that nobody knows what it is, in 40 characters", () => {
    const noted = (type: unknown) => {
      const keys = new TakenKeys({ type, url: "https://x.example" }, []);
      const { isSse } = commonSaid(keys, {});
      return [isSse, ...keys.notes.map(({ message }) => message)];
    };
    for (const type of ["streamable-http", "http", "stdio", "local", "ws", "remote", 7])
      assert.deepEqual(noted(type), [false], String(type));
    assert.deepEqual(noted("sse"), [true]);
    assert.deepEqual(noted("odd"), [false, '"odd" is not a type that the hub knows.']);
    assert.match(String(noted("x".repeat(40))[1]), /"x{40}"/);
    assert.doesNotMatch(String(noted("x".repeat(41))[1]), /x{41}/);
  });

  it("say of an address without a type what their app means by it", () => {
    const isSse = (entry: object, rules: Parameters<typeof commonSaid>[1]) =>
      commonSaid(new TakenKeys({ ...entry }, []), rules).isSse;
    const url = "https://x.example";
    assert.equal(isSse({ url }, { untyped: "sse" }), true);
    assert.equal(isSse({ url, type: "http" }, { untyped: "sse" }), false);
    const rules = { urls: ["httpUrl", "url"], sseUrls: ["url"] };
    assert.deepEqual([isSse({ url }, rules), isSse({ httpUrl: url, url }, rules)], [true, false]);
  });

  it("say how long things may take, up to an hour for a call and ten minutes for a connection", () => {
    const rules = { callTime: { keys: ["c"], perSecond: 1 }, connectTime: { keys: ["s"], perSecond: 1 } } as const;
    const said = (c: number, s: number) => commonSaid(new TakenKeys({ command: "x", c, s }, []), rules);
    assert.deepEqual([said(3600, 600).callTimeoutSeconds, said(3600, 600).connectTimeoutSeconds], [3600, 600]);
    assert.deepEqual([said(3601, 601).callTimeoutSeconds, said(3601, 601).connectTimeoutSeconds], [3600, 600]);
    assert.ok(!("connectTimeoutSeconds" in said(1, 0)));
  });
});

describe("the sign-in of an app", () => {
  const rows: [value: unknown, auth: object | undefined][] = [
    [false, { type: "none" }],
    [true, undefined],
    [{}, undefined],
    [{ enabled: false, clientId: "i" }, undefined],
    [
      { enabled: true, clientId: "i" },
      { type: "oauth", clientId: "i" },
    ],
    [
      { client_id: "i", client_secret: "s" },
      { type: "oauth", clientId: "i", clientSecret: "s" },
    ],
    [
      { CLIENT_ID: "i", CLIENT_SECRET: "s" },
      { type: "oauth", clientId: "i", clientSecret: "s" },
    ],
    [
      { clientId: "", client_id: "i", clientSecret: 7 },
      { type: "oauth", clientId: "i" },
    ],
    [{ clientSecret: "s" }, undefined],
    [{ scopes: ["a"] }, { type: "oauth", scopes: ["a"] }],
    [{ scope: " a  b " }, { type: "oauth", scopes: ["a", "b"] }],
    [
      { scopes: [], clientId: "i" },
      { type: "oauth", clientId: "i" },
    ],
    [{ scopes: " " }, undefined],
  ];
  for (const [value, auth] of rows)
    it(`${JSON.stringify(value)} is ${JSON.stringify(auth)}`, () => assert.deepEqual(oauthSaid(value), auth));
});

import assert from "node:assert/strict";
import { type ClientRecord, readClientRecord } from "../../../src/gateway/access/clientRecord";

const plain: ClientRecord = { id: "a-1_B", name: "Codex", digest: "d".repeat(43), scopes: [], createdAt: 0 };
const texts = (count: number, length = 1) => Array.from({ length: count }, () => "x".repeat(length));

describe("the record of a client", () => {
  const whole: readonly (readonly [what: string, more: Partial<ClientRecord>])[] = [
    ["nothing but what it must have", {}],
    ["an id of 64 characters", { id: "i".repeat(64) }],
    ["a name of 500 characters", { name: "n".repeat(500) }],
    [
      "everything",
      { profile: "review", limits: { concurrent: 1, perMinute: 1, sessions: 1, bodyBytes: 1 }, expiresAt: 9 },
    ],
    ["limits that differ in part", { limits: { sessions: 2 } }],
    ["every kind of scope", { scopes: [{}, { servers: ["a"], tools: ["a/b"], without: ["a/c"], readOnly: true }] }],
    ["as many scopes as there may be", { scopes: Array.from({ length: 500 }, () => ({})) }],
    ["as many servers, with as long names", { scopes: [{ servers: texts(500, 500) }] }],
  ];
  for (const [what, more] of whole)
    it(`is read with ${what}`, () => assert.deepEqual(readClientRecord({ ...plain, ...more }), { ...plain, ...more }));

  const broken: readonly (readonly [what: string, more: object])[] = [
    ["a part that only a newer version knows", { newer: 1 }],
    ["no id", { id: undefined }],
    ["an id that leads elsewhere", { id: "../a" }],
    ["an empty id", { id: "" }],
    ["an id of 65 characters", { id: "i".repeat(65) }],
    ["a name that is not a text", { name: 1 }],
    ["a name of 501 characters", { name: "n".repeat(501) }],
    ["a digest that is too short", { digest: "d".repeat(42) }],
    ["a digest that is too long", { digest: "d".repeat(44) }],
    ["no digest", { digest: undefined }],
    ["no scopes", { scopes: undefined }],
    ["too many scopes", { scopes: Array.from({ length: 501 }, () => ({})) }],
    ["a scope that is not an object", { scopes: [{}, "a"] }],
    ["a scope of a newer version", { scopes: [{ newer: [] }] }],
    ["too many servers", { scopes: [{ servers: texts(501) }] }],
    ["a server with too long a name", { scopes: [{ servers: texts(1, 501) }] }],
    ["servers that are one text", { scopes: [{ servers: "a" }] }],
    ["tools that are not texts", { scopes: [{ tools: ["a/b", 1] }] }],
    ["exceptions that are not a list", { scopes: [{ without: {} }] }],
    ["a scope that is perhaps for reading only", { scopes: [{ readOnly: "no" }] }],
    ["a profile that is not a text", { profile: 1 }],
    ["limits that are not an object", { limits: 1 }],
    ["a limit of a newer version", { limits: { newer: 1 } }],
    ["a limit of less than one", { limits: { concurrent: 0.9 } }],
    ["a limit that is a text", { limits: { perMinute: "10" } }],
    ["a limit of no session", { limits: { sessions: 0 } }],
    ["a body without room", { limits: { bodyBytes: 0 } }],
    ["no time", { createdAt: undefined }],
    ["an endless time", { createdAt: Number.POSITIVE_INFINITY }],
    ["an expiry that is a text", { expiresAt: "tomorrow" }],
  ];
  for (const [what, more] of broken)
    it(`is not read with ${what}`, () => assert.equal(readClientRecord({ ...plain, ...more }), undefined));

  it("is an object", () => {
    for (const value of [undefined, null, [], "a", 1]) assert.equal(readClientRecord(value), undefined);
  });
});

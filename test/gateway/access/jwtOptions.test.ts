import assert from "node:assert/strict";
import { checkJwtOptions, type JwtOptions } from "../../../src/gateway/access/jwtOptions";

const sound: JwtOptions = { keys: { secret: "x".repeat(32) }, issuer: "i", audience: "a" };

describe("the options of signed tokens", () => {
  const safe: [what: string, options: Partial<JwtOptions>][] = [
    ["a secret of 32 bytes", {}],
    ["32 bytes of fewer letters", { keys: { secret: "ü".repeat(16) } }],
    ["a file", { keys: { file: "/keys.json" } }],
    ["an address over TLS", { keys: { url: "https://auth.example/keys" } }],
    ["an address of this machine", { keys: { url: "http://127.0.0.1:1/keys" } }],
    ["the same by its name", { keys: { url: "http://localhost/keys" } }],
    ["the same in IPv6", { keys: { url: "http://[::1]/keys" } }],
    ["no difference of the clocks", { clockSkewSeconds: 0 }],
    ["the largest difference of the clocks", { clockSkewSeconds: 300 }],
  ];
  for (const [what, options] of safe) it(`are safe: ${what}`, () => checkJwtOptions({ ...sound, ...options }));

  const unsafe: [what: string, options: Partial<JwtOptions>, words: RegExp][] = [
    ["no issuer", { issuer: "" }, /name the issuer/],
    ["no audience", { audience: "" }, /name the issuer and the audience/],
    ["a secret of 31 bytes", { keys: { secret: "x".repeat(31) } }, /at least 32 bytes/],
    ["an address in plain text", { keys: { url: "http://auth.example/keys" } }, /must begin with https/],
    ["another protocol", { keys: { url: "ftp://localhost/keys" } }, /must begin with https/],
    ["no address", { keys: { url: "keys" } }, /must begin with https/],
    ["a negative difference of the clocks", { clockSkewSeconds: -1 }, /at most 300 seconds/],
    ["too large a difference", { clockSkewSeconds: 301 }, /at most 300 seconds/],
  ];
  for (const [what, options, message] of unsafe)
    it(`are not safe: ${what}`, () =>
      assert.throws(() => checkJwtOptions({ ...sound, ...options }), { code: "bad-config", message }));
});

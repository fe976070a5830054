import assert from "node:assert/strict";
import { allowedHosts, inAddress, isLoopback, isWildcard } from "../../../src/gateway/http/hostNames";

describe("the names of a host", () => {
  const rows: readonly (readonly [host: string, isLoopback: boolean, isWildcard: boolean, inAddress: string])[] = [
    ["127.0.0.1", true, false, "127.0.0.1"],
    ["localhost", true, false, "localhost"],
    ["::1", true, false, "[::1]"],
    ["[::1]", true, false, "[::1]"],
    ["0.0.0.0", false, true, "0.0.0.0"],
    ["::", false, true, "[::]"],
    ["[::]", false, true, "[::]"],
    ["127.0.0.2", false, false, "127.0.0.2"],
    ["10.0.0.1", false, false, "10.0.0.1"],
    ["fe80::1", false, false, "[fe80::1]"],
    ["hub.example", false, false, "hub.example"],
  ];
  for (const [host, loopback, wildcard, address] of rows)
    it(`tell what ${host} reaches`, () => {
      assert.deepEqual([isLoopback(host), isWildcard(host), inAddress(host)], [loopback, wildcard, address]);
    });

  const allowed = (options: Partial<Parameters<typeof allowedHosts>[0]>) =>
    [...allowedHosts({ host: "127.0.0.1", port: 4319, isTls: false, ...options })].toSorted();

  it("are all those of this machine, each with the port", () => {
    assert.deepEqual(allowed({}), ["127.0.0.1:4319", "[::1]:4319", "localhost:4319"]);
  });

  it("need no port where it is the usual one", () => {
    const bare = ["127.0.0.1", "[::1]", "localhost"];
    const with80 = ["127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:80", "localhost", "localhost:80"];
    assert.deepEqual(allowed({ port: 80 }), with80);
    assert.ok(bare.every((name) => allowed({ port: 443, isTls: true }).includes(name)));
    for (const other of [{ port: 443 }, { port: 80, isTls: true }])
      assert.ok(!bare.some((name) => allowed(other).includes(name)));
  });

  it("are the other names too, with a port of their own, with the hub's, or without one", () => {
    const names = ["Hub.example", "proxy.example:8443", "fe80::1", "[fe80::2]:8443"];
    assert.deepEqual(allowed({ names }), [
      "127.0.0.1:4319",
      "[::1]:4319",
      "[fe80::1]",
      "[fe80::1]:4319",
      "[fe80::2]:8443",
      "hub.example",
      "hub.example:4319",
      "localhost:4319",
      "proxy.example:8443",
    ]);
  });

  it("are its own alone on another address", () => {
    assert.deepEqual(allowed({ host: "10.0.0.1" }), ["10.0.0.1", "10.0.0.1:4319"]);
    assert.deepEqual(allowed({ host: "fd00::1" }), ["[fd00::1]", "[fd00::1]:4319"]);
    assert.deepEqual(allowed({ host: "10.0.0.1", names: ["a"] }), ["a", "a:4319"]);
  });
});

import assert from "node:assert/strict";
import { NoPlace, Places } from "../../../src/gateway/mcp/places";
import type { ViewSource } from "../../../src/gateway/mcp/view/viewSource";
import type { Scope } from "../../../src/protocol/scope";

describe("the places of the endpoint", () => {
  let profiles: Record<string, Scope>;
  let places: Places;
  const source = {
    version: () => 1,
    servers: () => ["files", "a b", "mail"],
    catalog: () => undefined,
  } as unknown as ViewSource;
  const all: readonly Scope[] = [];
  const some: readonly Scope[] = [{ servers: ["files", "a b"] }];
  beforeEach(() => {
    profiles = { review: { servers: ["files"] }, "a/b": { servers: ["mail"] } };
    places = new Places(source, () => profiles);
  });
  const servers = (path: string, scopes = all) => places.at(path, scopes).servers;

  it("are one for all servers, one for each, and one for each profile", () => {
    assert.deepEqual(servers("/mcp"), ["files", "a b", "mail"]);
    assert.deepEqual(servers("/mcp", some), ["files", "a b"]);
    assert.deepEqual(servers("/mcp/a%20b"), ["a b"]);
    assert.deepEqual(servers("/mcp/p/review"), ["files"]);
    assert.deepEqual(servers("/mcp/p/a%2Fb"), ["mail"]);
    assert.deepEqual(servers("/mcp/p/a%2Fb", some), []);
    assert.equal(places.at("/mcp", all).only, undefined);
    assert.equal(places.at("/mcp/files", all).only, "files");
  });

  it("are the same for the same choice, and narrower where all servers are together", () => {
    for (const path of ["/mcp", "/mcp/files", "/mcp/p/review"])
      assert.equal(places.at(path, all), places.at(path, all));
    assert.notEqual(places.at("/mcp", all), places.at("/mcp", some));
    const other = new Places(source, () => profiles);
    assert.deepEqual(other.at("/mcp", all, () => [{ servers: ["mail"] }]).servers, ["mail"]);
  });

  const missing: readonly (readonly [path: string, status: number, why: RegExp])[] = [
    ["/mcp/other", 404, /no server "other" for this client\. It may use: files, a b\./],
    ["/mcp/mail", 403, /may not use the server "mail"\. It may use: files, a b\./],
    ["/mcp/p/other", 404, /no profile "other".*There are: review, a\/b\./],
    ["/mcp/p/toString", 404, /no profile "toString"/],
    ["/mcp/p/", 404, /no profile ""/],
  ];
  for (const [path, status, why] of missing)
    it(`have nothing at ${path}`, () => {
      const look = () => places.at(path, some);
      assert.throws(look, why);
      assert.throws(look, (error) => error instanceof NoPlace && error.status === status);
    });

  it("say so where there is no server, and no profile", () => {
    profiles = {};
    const none = new Places({ ...source, servers: () => [] } as ViewSource, () => profiles);
    assert.throws(() => none.at("/mcp/files", all), /It may use: none yet\./);
    assert.throws(() => none.at("/mcp/p/x", all), /There are: none yet\./);
  });

  it("follow their profile, and are empty once it is gone", () => {
    const view = places.at("/mcp/p/review", all);
    assert.equal(view.scopes, view.scopes);
    profiles = { review: { servers: ["mail"] } };
    assert.deepEqual(view.servers, ["mail"]);
    profiles = {};
    assert.deepEqual(view.servers, []);
  });

  it("are remembered for 200 addresses of a client", () => {
    profiles = Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`p${n}`, {}]));
    const first = places.at("/mcp/p/p0", all);
    for (let n = 1; n < 200; n++) places.at(`/mcp/p/p${n}`, all);
    assert.equal(places.at("/mcp/p/p0", all), first);
    places.at("/mcp/p/p200", all);
    assert.notEqual(places.at("/mcp/p/p0", all), first);
  });
});

import assert from "node:assert/strict";
import { isSameIssuer, isTenantOf } from "../../../../src/mcp/oauth/documents/issuers";
import { resourcePlaces, serverPlaces } from "../../../../src/mcp/oauth/documents/wellKnown";

const hrefs = (places: readonly URL[]) => places.map(({ href }) => href);

describe("the places of sign-in documents", () => {
  it("of a server: where it said, below its path with its query, and at its root", () => {
    assert.deepEqual(hrefs(resourcePlaces(new URL("https://a.test/mcp/?x=1"), new URL("https://b.test/said"))), [
      "https://b.test/said",
      "https://a.test/.well-known/oauth-protected-resource/mcp?x=1",
      "https://a.test/.well-known/oauth-protected-resource",
    ]);
  });

  it("of a server at its root: each once", () => {
    const place = "https://a.test/.well-known/oauth-protected-resource";
    assert.deepEqual(hrefs(resourcePlaces(new URL("https://a.test/"), undefined)), [place]);
    assert.deepEqual(hrefs(resourcePlaces(new URL("https://a.test/"), new URL(place))), [place]);
  });

  it("of a sign-in service with a path: OAuth first, then OpenID Connect in both ways", () => {
    assert.deepEqual(hrefs(serverPlaces(new URL("https://a.test/one/?x=1"))), [
      "https://a.test/.well-known/oauth-authorization-server/one",
      "https://a.test/.well-known/openid-configuration/one",
      "https://a.test/one/.well-known/openid-configuration",
    ]);
  });

  it("of a sign-in service without a path: two", () => {
    assert.deepEqual(hrefs(serverPlaces(new URL("https://a.test"))), [
      "https://a.test/.well-known/oauth-authorization-server",
      "https://a.test/.well-known/openid-configuration",
    ]);
  });
});

describe("issuers", () => {
  const same: [one: string, other: string, isSame: boolean][] = [
    ["https://a.test", "https://a.test/", true],
    ["https://a.test/", "https://a.test", true],
    ["https://a.test//", "https://a.test", false],
    ["https://a.test", "https://a.test/b", false],
  ];
  for (const [one, other, isSame] of same)
    it(`${one} and ${other} are ${isSame ? "the same" : "two"}`, () => assert.equal(isSameIssuer(one, other), isSame));

  const template = "https://a.test/{tenantid}/v2.0";
  const tenants: [address: string, template: string, isTenant: boolean][] = [
    ["https://a.test/one/v2.0", template, true],
    ["https://a.test/one/v2.0/", template, true],
    ["https://a.test/one/v2.0", `${template}/`, true],
    ["https://a.test//v2.0", template, false],
    ["https://a.test/one/v1.0", template, false],
    ["https://a.test/one/two/v2.0", template, false],
    ["https://b.test/one/v2.0", template, false],
    ["https://b.test/v2.0", "https://{host}/v2.0", false],
    ["https://a.test/one", "https://a.test/one", false],
    ["https://a.test/one", "https://a.test/x{id}", false],
  ];
  for (const [address, of, isTenant] of tenants)
    it(`${address} ${isTenant ? "is" : "is not"} a tenant of ${of}`, () =>
      assert.equal(isTenantOf(address, of), isTenant));
});

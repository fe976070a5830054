import assert from "node:assert/strict";
import {
  objectIn,
  readResourceMetadata,
  readServerMetadata,
  textIn,
  textsIn,
} from "../../../../src/mcp/oauth/documents/readMetadata";

describe("the metadata of a server", () => {
  it("names it, its sign-in services and its scopes", () => {
    const json = { resource: "https://a.test/mcp", authorization_servers: ["https://b.test"], scopes_supported: "a b" };
    assert.deepEqual(readResourceMetadata(json), { document: { ...json, scopes_supported: ["a", "b"] } });
  });

  it("may lack its name or its services, and not both", () => {
    const none = { resource: undefined, authorization_servers: [], scopes_supported: undefined };
    assert.deepEqual(readResourceMetadata({ resource: "r" }), { document: { ...none, resource: "r" } });
    assert.deepEqual(readResourceMetadata({ authorization_servers: ["s"] }), {
      document: { ...none, authorization_servers: ["s"] },
    });
    assert.deepEqual(readResourceMetadata({ resource: "", authorization_servers: [1, ""] }), { lacks: "resource" });
  });
});

describe("the metadata of a sign-in service", () => {
  const needed = { issuer: "https://b.test", token_endpoint: "https://b.test/token" };
  const page = { authorization_endpoint: "https://b.test/page" };

  for (const lacks of ["issuer", "token_endpoint", "authorization_endpoint"])
    it(`lacks ${lacks}`, () =>
      assert.deepEqual(readServerMetadata({ ...needed, ...page, [lacks]: 1 }, { inBrowser: true }), { lacks }));

  it("needs no page without the browser, and asks for a code unless it says otherwise", () => {
    assert.deepEqual(readServerMetadata(needed, { inBrowser: false }), {
      document: { ...needed, authorization_endpoint: needed.token_endpoint, response_types_supported: ["code"] },
    });
  });

  it("keeps what the hub uses, and nothing else", () => {
    const used = {
      ...needed,
      ...page,
      registration_endpoint: "https://b.test/register",
      revocation_endpoint: "https://b.test/revoke",
      device_authorization_endpoint: "https://b.test/device",
      scopes_supported: ["a"],
      token_endpoint_auth_methods_supported: ["none"],
      code_challenge_methods_supported: ["S256"],
      prompt_values_supported: ["consent"],
      client_id_metadata_document_supported: true,
      authorization_response_iss_parameter_supported: true,
      response_types_supported: ["code", "token"],
    };
    const read = readServerMetadata({ ...used, jwks_uri: "https://b.test/keys" }, { inBrowser: true });
    assert.deepEqual(read, { document: used });
    const odd = { ...needed, ...page, client_id_metadata_document_supported: "true", revocation_endpoint: 1 };
    assert.deepEqual(readServerMetadata(odd, { inBrowser: true }), {
      document: { ...needed, ...page, response_types_supported: ["code"] },
    });
  });
});

describe("a document", () => {
  it("is an object without its null members", () => {
    assert.deepEqual(objectIn('{"a":null,"b":false}'), { b: false });
    for (const body of ["[1]", "null", '"a"', "{"]) assert.equal(objectIn(body), undefined, body);
  });

  it("has texts, alone or in lists", () => {
    const json = { text: "a  b", empty: "", number: 1, list: ["a", "", 1, "b"], object: {} };
    assert.deepEqual(
      ["text", "empty", "number", "list", "none"].map((name) => textIn(json, name)),
      ["a  b", undefined, undefined, undefined, undefined],
    );
    assert.deepEqual(
      ["text", "empty", "number", "list", "object", "none"].map((name) => textsIn(json, name)),
      [["a", "b"], [], undefined, ["a", "b"], undefined, undefined],
    );
  });
});

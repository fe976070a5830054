import assert from "node:assert/strict";
import { registrationFetch, tokenFetch } from "../../../src/mcp/oauth/documents/answers";

const address = "https://auth.example/token";
/** A service that answers this, and what it was asked. */
function service(
  body: unknown,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
) {
  const asked: (RequestInit | undefined)[] = [];
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const fetch = async (_: string | URL, init?: RequestInit) => {
    asked.push(init);
    return new Response(text, { status, headers });
  };
  return { fetch, asked };
}
const tokens = async (body: unknown, more: { status?: number; headers?: Record<string, string> } = {}) =>
  (await tokenFetch("far", service(body, more).fetch)(address)).json();
const registered = async (body: unknown, more: { status?: number; headers?: Record<string, string> } = {}) =>
  (await registrationFetch("far", service(body, more).fetch, "http://127.0.0.1/cb")(address)).json();

describe("what a token endpoint answers", () => {
  const least = { access_token: "T", token_type: "Bearer" };
  const rows: [given: object, read: object][] = [
    [{ access_token: "T" }, least],
    [
      { access_token: "T", token_type: "DPoP" },
      { access_token: "T", token_type: "DPoP" },
    ],
    [
      { access_token: "T", expires_in: 60 },
      { ...least, expires_in: 60 },
    ],
    [
      { access_token: "T", expires_in: "60" },
      { ...least, expires_in: 60 },
    ],
    [{ access_token: "T", expires_in: 0 }, least],
    [{ access_token: "T", expires_in: -1 }, least],
    [{ access_token: "T", expires_in: "soon" }, least],
    [{ access_token: "T", expires_in: null, scope: null, refresh_token: null, id_token: 5 }, least],
    [
      { access_token: "T", scope: "a b" },
      { ...least, scope: "a b" },
    ],
    [
      { access_token: "T", scope: ["a", "b"] },
      { ...least, scope: "a b" },
    ],
    [
      { access_token: "T", refresh_token: "R", id_token: "I" },
      { ...least, refresh_token: "R", id_token: "I" },
    ],
    [
      { access_token: "T", more: { a: 1 } },
      { ...least, more: { a: 1 } },
    ],
  ];
  for (const [given, read] of rows)
    it(`is read: ${JSON.stringify(given)}`, async () => assert.deepEqual(await tokens(given), read));

  it("may be a form", async () => {
    assert.deepEqual(await tokens(" access_token=T%20x&expires_in=60\n"), {
      access_token: "T x",
      token_type: "Bearer",
      expires_in: 60,
    });
    assert.deepEqual(await tokens("error=invalid_grant&error_description=Old", { status: 200 }), {
      error: "invalid_grant",
      error_description: "Old",
    });
  });

  it("is JSON for the SDK, whatever its headers said", async () => {
    const headers = { "content-type": "text/plain", "content-length": "999", "x-own": "y" };
    const response = await tokenFetch("far", service({ access_token: "T" }, { headers, status: 201 }).fetch)(address);
    assert.deepEqual(
      ["content-type", "content-length", "x-own"].map((name) => response.headers.get(name)),
      ["application/json", null, "y"],
    );
    assert.equal(response.status, 201);
  });

  it("is a refusal in words, whatever its body is", async () => {
    assert.deepEqual(await tokens({ error: "invalid_grant", error_uri: "x" }, { status: 400 }), {
      error: "invalid_grant",
    });
    assert.deepEqual(await tokens({ access_token: "T", error: "odd" }, { status: 400 }), { error: "odd" });
    const refusal = (body: unknown, more: { status?: number; headers?: Record<string, string> }) =>
      tokens(body, more).then(
        () => assert.fail("It was not refused."),
        (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
      );
    assert.match(await refusal("Go away.", { status: 400 }), /^HTTP 400: .*Go away/);
    assert.match(await refusal("<html>x", { status: 404 }), /web page/);
    assert.match(await refusal("", { status: 403 }), /does not say why/);
    assert.match(await refusal("{}", { status: 200 }), /cannot be read/);
    assert.match(
      await refusal("", { status: 302, headers: { location: "https://login.other.example/" } }),
      /login page of login\.other\.example/,
    );
  });

  it("says nothing about what it was asked where it fails for now", async () => {
    for (const status of [429, 500, 503]) {
      const error = { name: "HubError", code: "transport", message: new RegExp(`Busy \\(HTTP ${status}\\)`) };
      await assert.rejects(tokens({ error: "invalid_grant", message: "Busy." }, { status }), error);
      await assert.rejects(registered({ message: "Busy." }, { status }), error);
    }
    await assert.rejects(tokens("", { status: 500 }), /HTTP 500/);
  });

  it("is left alone where it leads on within the same origin", async () => {
    const answer = (location: string, status = 307) =>
      tokenFetch("far", service("", { status, headers: { location } }).fetch)(address);
    assert.equal((await answer("/other")).status, 307);
    assert.equal((await answer("https://auth.example/other", 300)).status, 300);
    for (const [location, status] of [
      ["https://other.example/", 307],
      ["http://[", 307],
      ["/other", 400],
    ] as const)
      await assert.rejects(answer(location, status));
  });

  it("is asked for with what the settings add", async () => {
    const { fetch, asked } = service({ access_token: "T" });
    const body = new URLSearchParams({ grant_type: "x", audience: "old" });
    await tokenFetch("far", fetch, { audience: "new", more: "1" })(address, { body });
    assert.equal(String(asked[0]?.body), "grant_type=x&audience=new&more=1");
    await tokenFetch("far", fetch, { more: "1" })(address, { body: "text" });
    assert.equal(asked[1]?.body, "text");
  });
});

describe("what a registration endpoint answers", () => {
  const least = { client_id: "c", redirect_uris: ["http://127.0.0.1/cb"] };
  const rows: [given: object, read: object][] = [
    [{ client_id: "c" }, least],
    [{ client_id: 5 }, { ...least, client_id: "5" }],
    [{ client_id: "c", redirect_uris: null, client_name: 5 }, least],
    [
      { client_id: "c", client_secret: "s", client_secret_expires_at: 9 },
      { ...least, client_secret: "s", client_secret_expires_at: 9 },
    ],
    [{ client_id: "c", client_secret: null, client_secret_expires_at: 0 }, least],
    [{ client_id: "c", client_secret_expires_at: "never" }, least],
    [
      { client_id: "c", token_endpoint_auth_method: "none" },
      { ...least, token_endpoint_auth_method: "none" },
    ],
  ];
  for (const [given, read] of rows)
    it(`is read: ${JSON.stringify(given)}`, async () => assert.deepEqual(await registered(given), read));

  it("has no address to come back to where none was sent", async () => {
    const response = await registrationFetch("far", service({ client_id: "c" }).fetch, undefined)(address);
    assert.deepEqual(await response.json(), { client_id: "c", redirect_uris: [] });
  });

  it("is a refusal as it came, and one where it has no id", async () => {
    const refused = await registrationFetch("far", service("No.", { status: 400 }).fetch, undefined)(address);
    assert.deepEqual([refused.status, await refused.text()], [400, "No."]);
    await assert.rejects(registered({ error: "invalid_metadata" }), { code: "invalid_metadata" });
    await assert.rejects(registered({}), { code: "HTTP 200", message: /cannot be read/ });
  });
});

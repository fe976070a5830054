import assert from "node:assert/strict";
import { pageRefusal } from "../../../../src/mcp/oauth/browser/authorizationPage";

const page = new URL("https://auth.example.com/authorize?client_id=abc");
const refusalOf = (status: number, body: string) =>
  pageRefusal(page, async () => new Response(body, { status, headers: { "content-type": "text/html" } }));

describe("the page of an authorization server, looked at before the browser opens it", () => {
  const rows: [status: number, body: string, about: string | undefined][] = [
    [400, "<h1>invalid_client</h1>", "client"],
    [404, "The client was not found", "client"],
    [400, "The redirect_uri does not match", "redirect"],
    [499, "unknown client, wrong redirect URL", "client-or-redirect"],
    [400, "Sign in first", undefined],
    [200, "invalid_client", undefined],
    [302, "invalid_client", undefined],
    [399, "invalid_client", undefined],
    [500, "invalid_client", undefined],
    [503, "redirect_uri", undefined],
  ];
  for (const [status, body, about] of rows)
    it(`${about ? `refuses the ${about}` : "is not a clear refusal"} with ${status} and "${body}"`, async () => {
      const refusal = await refusalOf(status, body);
      assert.equal(refusal?.about, about);
      if (about) assert.equal(refusal?.status, status);
    });

  it("says in one line what the page says", async () => {
    const refusal = await refusalOf(400, "<title>Oh</title>\n<p>The client\nwas not found</p>");
    assert.match(refusal?.words ?? "", /The client was not found/);
    assert.doesNotMatch(refusal?.words ?? "", /[<\n]/);
  });

  it("leaves a page that cannot be read to the browser", async () => {
    const refused = async () => Promise.reject(new Error("connection refused"));
    assert.equal(await pageRefusal(page, refused), undefined);
  });
});

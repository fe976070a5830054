import assert from "node:assert/strict";
import { HubError } from "../../../../src/core/kernel/hubError";
import { findDocument } from "../../../../src/mcp/oauth/documents/findDocument";

const places = ["https://a.test/one", "https://a.test/two"];
const found = () => new Response('{"name":"x"}');
const moved = (location: string, status = 302) => new Response(null, { status, headers: { location } });
const broken = (code: "protocol" | "transport" | "timeout" | "needs-auth") => () => {
  throw new HubError(code, `${code} failed`);
};

/** Looks at both places. `answers`: what lies at an address; 404 where nothing does. */
async function look(answers: Readonly<Record<string, () => Response>>) {
  const asked: string[] = [];
  const headers: Headers[] = [];
  const result = findDocument({
    server: "s",
    places: places.map((place) => new URL(place)),
    read: ({ name }) => (typeof name === "string" ? { document: name } : { lacks: "name" }),
    fetch: async (url, init) => {
      asked.push(String(url));
      headers.push(new Headers(init?.headers));
      return answers[String(url)]?.() ?? new Response(null, { status: 404 });
    },
  });
  return { asked, headers, found: await result.catch((error: unknown) => ({ error: error as HubError })) };
}
const [one = "", two = ""] = places;

describe("a sign-in document", () => {
  it("is the first one that can be read, and nothing is asked after it", async () => {
    const { asked, headers, found: at } = await look({ [one]: found, [two]: found });
    assert.deepEqual([at, asked], [{ document: "x", problem: undefined, unavailable: undefined }, [one]]);
    assert.equal(headers[0]?.get("accept"), "application/json");
    assert.match(String(headers[0]?.get("mcp-protocol-version")), /^20\d\d-/);
  });

  it("is missing where no place has one", async () => {
    const { asked, found: at } = await look({});
    assert.deepEqual([at, asked], [{ document: undefined, problem: undefined }, places]);
  });

  const problems: [what: string, answer: () => Response, problem: RegExp][] = [
    ["is a page", () => new Response(" <html>"), /one is a web page instead/],
    ["is not JSON", () => new Response("x <"), /one is not the sign-in information/],
    ["lacks a member", () => new Response("{}"), /one lacks "name"$/],
    ["breaks the protocol", broken("protocol"), /^protocol failed$/],
  ];
  for (const [what, answer, problem] of problems)
    it(`that ${what} is passed over, and the first problem is kept`, async () => {
      const { found: at } = await look({ [one]: answer, [two]: found });
      assert.ok("document" in at);
      assert.equal(at.document, "x");
      assert.match(String(at.problem), problem);
      const { found: neither } = await look({ [one]: answer, [two]: () => new Response("x") });
      assert.match(String("problem" in neither && neither.problem), problem);
    });

  const unavailable: [what: string, answer: () => Response, code: string][] = [
    ["answers 500", () => new Response(null, { status: 500 }), "transport"],
    ["answers 429", () => new Response(null, { status: 429 }), "transport"],
    ["cannot be reached", broken("transport"), "transport"],
    ["does not answer", broken("timeout"), "timeout"],
  ];
  for (const [what, answer, code] of unavailable)
    it(`at a place that ${what}: may lie at another one, and else is not known`, async () => {
      const { found: at } = await look({ [one]: answer, [two]: found });
      assert.ok("document" in at);
      assert.deepEqual([at.document, at.unavailable?.code], ["x", code]);
      const { found: neither } = await look({ [one]: answer });
      assert.equal("error" in neither && neither.error.code, code);
    });

  it("is not looked for after a defect of the hub", async () => {
    const { asked, found: at } = await look({
      [one]: () => {
        throw new TypeError("defect");
      },
    });
    assert.deepEqual(["error" in at && at.error.message, asked], ["defect", [one]]);
  });

  it("at an address that must not be asked stops the search at once", async () => {
    const { asked, found: at } = await look({ [one]: broken("needs-auth"), [two]: found });
    assert.deepEqual(["error" in at && at.error.code, asked], ["needs-auth", [one]]);
  });

  it("is followed within its origin", async () => {
    const { asked } = await look({ [one]: () => moved("/three", 300), "https://a.test/three": found });
    assert.deepEqual(asked, [one, "https://a.test/three"]);
  });

  it("is not followed elsewhere, nor where no address is named", async () => {
    for (const answer of [
      () => moved("https://b.test/"),
      () => moved("http://["),
      () => moved("/three", 400),
      () => moved("/three", 299),
      () => new Response(null, { status: 302 }),
    ])
      assert.deepEqual((await look({ [one]: answer })).asked, places);
  });

  it("is followed five times", async () => {
    const { asked } = await look({ [one]: () => moved(one) });
    assert.deepEqual(asked, [...Array<string>(6).fill(one), two]);
  });
});

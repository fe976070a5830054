import assert from "node:assert/strict";
import type { HttpPlan } from "../../../src/core/config/plan/launchPlan";
import { HubError } from "../../../src/core/kernel/hubError";
import { type HttpFixture, startHttpFixture } from "../../support/fixtures";
import { noAbort, openLinks } from "../../support/openLinks";

const plan = (url: string, more: Partial<HttpPlan> = {}): HttpPlan => ({
  kind: "http",
  server: "web",
  url,
  headers: {},
  ...more,
});
const text = (text: string) => ({ type: "text" as const, text });
const options = () => ({ signal: noAbort() });

describe("a link over HTTP", function () {
  this.timeout(20_000);
  const open = openLinks();
  const fixtures: HttpFixture[] = [];
  const start = async (...switches: string[]) => {
    const fixture = await startHttpFixture(...switches);
    fixtures.push(fixture);
    return fixture;
  };
  afterEach(() => Promise.all(fixtures.splice(0).map((fixture) => fixture.stop())));

  for (const mode of [[], ["--json"]])
    it(`calls tools and reads lists over Streamable HTTP ${mode}`, async () => {
      const { url } = await start(...mode);
      const { link } = await open(plan(url));
      assert.equal(link.info.transport, "http");
      assert.equal(link.info.pid, undefined);
      assert.equal((await link.catalog(noAbort())).resources.length, 3);
      assert.deepEqual((await link.callTool("echo", { text: "hi" }, options())).content, [text("hi")]);
    });

  it("sends the plan's headers with every request, and ends the session when it is let go", async () => {
    const { url, journal } = await start();
    const { link } = await open(plan(url, { headers: { "X-Key": "abc" } }));
    await link.callTool("echo", { text: "hi" }, options());
    link.dispose();
    await link.closed;
    const requests = await journal();
    assert.deepEqual([...new Set(requests.map(({ headers }) => headers["x-key"]))], ["abc"]);
    assert.equal(requests.at(-1)?.method, "DELETE");
    assert.ok(requests.at(-1)?.headers["mcp-session-id"]);
  });

  it("does not wait long for a server that does not end its session", async () => {
    const { url } = await start("--no-goodbye");
    const { link } = await open(plan(url));
    const before = Date.now();
    link.dispose();
    await link.closed;
    assert.ok(Date.now() - before < 5000);
  });

  for (const mode of [[], ["--sse-only"]])
    it(`reports that a request was refused, and stays open ${mode}`, async () => {
      const { url } = await start(...mode);
      const { link, heard } = await open(plan(url));
      await assert.rejects(link.callTool("refuseRequest", { status: 503 }, options()), {
        code: "transport",
        message: /^"web" at http:.* failed \(HTTP 503\): refused by the fixture\./,
      });
      assert.deepEqual((await link.callTool("echo", { text: "on" }, options())).content, [text("on")]);
      assert.deepEqual(heard.losses, []);
    });

  for (const status of [400, 404, 422])
    it(`says that a server refused one request (HTTP ${status}) where it answers others`, async () => {
      const { url } = await start();
      const { link, heard } = await open(plan(url));
      await assert.rejects(link.callTool("refuseRequest", { status }, options()), {
        code: "server-error",
        message: `"web" at ${url} refused this request (HTTP ${status}): refused by the fixture. It answers other requests: correct what this one asks for.`,
      });
      assert.deepEqual((await link.callTool("echo", { text: "on" }, options())).content, [text("on")]);
      assert.deepEqual(heard.losses, []);
    });

  it("receives the server's own messages", async () => {
    const { url } = await start();
    const { link, heard } = await open(plan(url));
    await link.callTool("change", { part: "tools" }, options());
    assert.equal(await heard.until(({ changes }) => changes[0]), "tools");
  });

  it("notifies the server that a call was cancelled", async () => {
    const { url, journal } = await start();
    const { link, heard } = await open(plan(url));
    const abort = new AbortController();
    const hanging = link.callTool("hang", {}, { signal: abort.signal });
    await heard.until(({ logs }) => logs.find(({ text }) => text === "hanging"));
    abort.abort();
    await assert.rejects(hanging, { code: "cancelled", message: 'The call of "hang" on "web" was cancelled.' });
    link.dispose();
    await link.closed;
    assert.ok((await journal()).some(({ body }) => body?.includes("notifications/cancelled")));
  });

  it("falls back to HTTP+SSE where the server is older", async () => {
    const { url } = await start("--sse-only");
    const { link, heard } = await open(plan(url));
    assert.equal(link.info.transport, "sse");
    assert.deepEqual((await link.callTool("echo", { text: "old" }, options())).content, [text("old")]);
    await link.callTool("change", { part: "prompts" }, options());
    assert.equal(await heard.until(({ changes }) => changes[0]), "prompts");
  });

  it("uses HTTP+SSE at once where the settings ask for it", async () => {
    const { url, journal } = await start("--sse-only");
    const { link } = await open(plan(url, { kind: "sse", headers: { "X-Key": "abc" } }));
    assert.equal(link.info.transport, "sse");
    const requests = await journal();
    assert.equal(requests[0]?.method, "GET");
    assert.deepEqual([...new Set(requests.slice(0, -1).map(({ headers }) => headers["x-key"]))], ["abc"]);
  });

  it("is lost when the stream of HTTP+SSE breaks: the session is gone with it", async () => {
    const { url } = await start("--sse-only");
    const { link, heard } = await open(plan(url));
    const dropped = link.callTool("drop", {}, options());
    const lost = await heard.until(({ losses }) => losses[0]);
    assert.equal(lost.code, "transport");
    link.dispose();
    await assert.rejects(dropped, { code: "transport", message: lost.message });
  });

  for (const [status, code, message] of [
    [
      401,
      "needs-auth",
      /^"web" at http:\/\/127\.0\.0\.1:\d+\/mcp requires a sign-in \(HTTP 401\): refused by the fixture\. Check its credential/,
    ],
    [403, "forbidden", /refused access \(HTTP 403\): refused by the fixture\. Check "url", and that the credential/],
    [404, "transport", /has no MCP endpoint \(HTTP 404\): refused by the fixture\. Correct "url" in the settings\.$/],
    [429, "rate-limited", /asks for fewer requests \(HTTP 429\)/],
    [503, "transport", /failed \(HTTP 503\): refused by the fixture\. Try again later/],
    [
      302,
      "transport",
      /redirects to another address \(HTTP 302\): http:\/\/127\.0\.0\.1:1\/\. If that is the server, write it into "url"/,
    ],
  ] as const)
    it(`explains HTTP ${status} means`, async () => {
      const { url } = await start(`--status=${status}`);
      await assert.rejects(open(plan(url)), { code, message });
    });

  for (const status of [401, 403] as const)
    it(`tells of each request that was refused with ${status}`, async () => {
      const { url } = await start(`--status=${status}`);
      const refused: [string, number][] = [];
      await assert.rejects(open(plan(url), { refused: (server, status) => refused.push([server, status]) }));
      assert.ok(refused.length > 0);
      for (const one of refused) assert.deepEqual(one, ["web", status]);
    });

  it("does not try HTTP+SSE where the caller was refused", async () => {
    const { url, journal } = await start("--status=401");
    await assert.rejects(open(plan(url)), { code: "needs-auth" });
    assert.deepEqual([...new Set((await journal()).map(({ method }) => method))], ["POST"]);
  });

  it("reports that nothing listens at the address", async () => {
    const { url, stop } = await start();
    await stop();
    for (const kind of ["http", "sse"] as const)
      await assert.rejects(open(plan(url, { kind })), {
        code: "transport",
        message: `"web" cannot be reached: nothing listens at ${new URL(url).host}. Start the server, or correct "url" in the settings.`,
      });
  });

  it("reports that a name was not found", () =>
    assert.rejects(open(plan("http://no-such-host.invalid/mcp")), {
      code: "transport",
      message: /^"web" cannot be reached: the name no-such-host\.invalid was not found\./,
    }));

  for (const url of ["not an address", "ftp://127.0.0.1/mcp"])
    it(`refuses ${url}`, () =>
      assert.rejects(open(plan(url)), {
        code: "bad-config",
        message: '"web" has no usable address. Write an http or https address into "url" in the settings.',
      }));

  it("refuses a header that cannot be sent, without its value", () =>
    assert.rejects(open(plan("http://127.0.0.1:1/", { headers: { "X-Key": "hunter2\nX-Other: 1" } })), {
      code: "bad-config",
      message: '"web" has a header that cannot be sent: "X-Key". Correct "headers" in the settings.',
    }));

  it("shows no credentials and no query of an address, and sends the credentials as it should", async () => {
    const { url, journal } = await start("--status=503");
    const secret = url.replace("http://", "http://ada:hunter2@").concat("?token=hunter2");
    await assert.rejects(open(plan(secret)), (error) => {
      assert.ok(error instanceof HubError);
      assert.match(error.message, /failed \(HTTP 503\)/);
      assert.doesNotMatch(error.message, /hunter2|ada/);
      return true;
    });
    const [request] = await journal();
    assert.equal(request?.headers.authorization, `Basic ${Buffer.from("ada:hunter2").toString("base64")}`);
  });

  for (const kind of ["http", "sse"] as const)
    it(`stops opening ${kind} at an abort`, async () => {
      const { url } = await start("--silent");
      const signal = AbortSignal.timeout(200);
      await assert.rejects(open(plan(url, { kind }), { signal }), {
        code: "cancelled",
        message: 'Connecting to "web" was cancelled.',
      });
    });

  for (const status of [404, 400])
    it(`is lost when the server forgets the session (HTTP ${status})`, async () => {
      const { url } = await start(`--forgotten-status=${status}`);
      const { link, heard } = await open(plan(url));
      await assert.rejects(link.callTool("forget", {}, options()), HubError);
      await assert.rejects(link.callTool("echo", { text: "" }, options()), {
        code: "session-lost",
        sent: "no",
        message: '"web" no longer knows this session; it was probably restarted. Try again.',
      });
      assert.equal(heard.losses.length, 1);
    });

  it("is lost when the server is gone", async () => {
    const { url, stop } = await start();
    const { link, heard } = await open(plan(url));
    await stop();
    await assert.rejects(link.callTool("echo", { text: "" }, options()), { code: "transport" });
    const lost = await heard.until(({ losses }) => losses[0]); // at the latest when the stream is opened again
    assert.match(lost.message, /nothing listens/);
    await assert.rejects(link.callTool("echo", { text: "" }, options()), { code: "transport", message: lost.message });
  });

  it("fails a call whose response ends or breaks before the answer, and stays open", async () => {
    const { url } = await start();
    const { link, heard } = await open(plan(url));
    await assert.rejects(link.callTool("cut", {}, options()), {
      code: "transport",
      message: '"web" ended its response before the result came. Try again; if that does not help, restart the server.',
    });
    await assert.rejects(link.callTool("drop", {}, options()), { code: "transport", message: /closed the connection/ });
    assert.deepEqual((await link.callTool("echo", { text: "on" }, options())).content, [text("on")]);
    assert.deepEqual(heard.losses, []);
  });

  it("sends no events after it was disposed", async () => {
    const { url } = await start();
    const { link, heard } = await open(plan(url));
    link.dispose();
    const before = heard.count;
    await link.closed;
    assert.equal(heard.count, before);
    await assert.rejects(link.callTool("echo", {}, options()), { code: "not-connected" });
  });
});

import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { connect, createServer } from "node:net";
import type { Redirect, RedirectAnswer, RedirectOptions } from "../../../src/core/auth/redirect";
import { loopbackRedirect } from "../../../src/mcp/oauth/loopbackRedirect";
import { turns } from "../../support/callFixture";
import { freePort } from "../../support/freePort";
import { noAbort } from "../../support/openLinks";

describe("the way back from the browser on a port of this machine", () => {
  let redirect: Redirect;
  let host: string;
  beforeEach(async () => {
    redirect = await loopbackRedirect({});
    host = new URL(redirect.uri).host;
  });
  afterEach(() => redirect.dispose());

  /** The status of a request that is written as it stands: any page and any program on this machine may write one. */
  const status = async (target: string, to = host, method = "GET"): Promise<number> => {
    const socket = connect(Number(new URL(redirect.uri).port), "127.0.0.1");
    socket.end(`${method} ${target} HTTP/1.1\r\nHost: ${to}\r\nConnection: close\r\n\r\n`);
    let said = "";
    for await (const text of socket.setEncoding("latin1")) said += text;
    return Number(/^HTTP\/1.1 (\d+)/.exec(said)?.[1]);
  };

  for (const target of ["//", "http://[", "/", "/other?state=mine", "*"])
    it(`there is nothing at ${target}`, async () => {
      assert.equal(await status(target), 404);
      assert.equal(await status(target, "evil.example"), 404);
    });

  it("accepts only requests to its own host name, and only the answer to its question", async () => {
    const answered = redirect.answer("mine", noAbort());
    const { port } = new URL(redirect.uri);
    const names = ["evil.example", `evil.example:${port}`, "127.0.0.1", `127.0.0.1.evil.example:${port}`, ""];
    for (const name of names) assert.equal(await status("/callback?state=mine&code=stolen", name), 404, name);
    assert.equal(await status("/callback?state=mine&code=stolen", host, "HEAD"), 404);
    assert.equal(await status("/callback?state=another&code=stolen"), 400);
    const page = status("/callback?state=mine&code=good", `localhost:${port}`);
    const { params, finish } = await answered;
    assert.equal(params.get("code"), "good");
    finish({ ok: true, text: "Signed in." });
    assert.equal(await page, 200);
  });

  it("takes one answer, and tells later ones that they do not belong to it", async () => {
    const answered = redirect.answer("mine", noAbort());
    const page = status("/callback?state=mine");
    (await answered).finish({ ok: false, text: "Refused." });
    assert.equal(await page, 400);
    assert.equal(await status("/callback?state=mine"), 400);
  });

  it("tells a page that still waits that its sign-in is over, and is closed", async () => {
    const answered = redirect.answer("mine", noAbort());
    const page = fetch(`${redirect.uri}?state=mine`);
    const { finish } = await answered;
    redirect.dispose();
    const response = await page;
    assert.equal(response.status, 410);
    assert.match(await response.text(), /<h1>Not signed in<\/h1>\s*<p>This sign-in is over\. Start it again\.<\/p>/);
    finish({ ok: true, text: "Too late." });
    await assert.rejects(fetch(redirect.uri));
  });

  it("writes what others said as text, on a page that is not stored", async () => {
    const answered = redirect.answer("mine", noAbort());
    const page = fetch(`${redirect.uri}?state=mine`);
    (await answered).finish({ ok: true, text: `<img src="x"> & 'y'` });
    const { headers, ...response } = await page.then(async (one) => ({ headers: one.headers, text: await one.text() }));
    assert.match(response.text, /<h1>Signed in<\/h1>\s*<p>&#60;img src=&#34;x&#34;&#62; &#38; &#39;y&#39;<\/p>/);
    assert.equal(headers.get("content-type"), "text/html; charset=utf-8");
    assert.equal(headers.get("cache-control"), "no-store");
    assert.deepEqual([headers.get("referrer-policy"), headers.get("connection")], ["no-referrer", "close"]);
    assert.match(headers.get("content-security-policy") ?? "", /^default-src 'none';.*frame-ancestors 'none'$/);
  });

  it("does not mind that the person has closed the page meanwhile", async () => {
    for (const end of [
      (answer: RedirectAnswer) => answer.finish({ ok: true, text: "Late." }),
      () => redirect.dispose(),
    ]) {
      const answered = redirect.answer("mine", noAbort());
      const socket = connect(Number(new URL(redirect.uri).port), "127.0.0.1");
      socket.write(`GET /callback?state=mine HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      const answer = await answered;
      socket.destroy();
      assert.equal(await status("/"), 404); // by then it has heard of that
      end(answer);
    }
    await turns();
  });

  it("ends the wait with its signal, before and during it", async () => {
    const reason = new Error("enough");
    await assert.rejects(redirect.answer("mine", AbortSignal.abort(reason)), reason);
    const abort = new AbortController();
    const answered = redirect.answer("mine", abort.signal);
    abort.abort(reason);
    await assert.rejects(answered, reason);
    const { signal } = new AbortController();
    const next = redirect.answer("mine", signal);
    const page = status("/callback?state=mine");
    (await next).finish({ ok: true, text: "Done." });
    assert.equal(await page, 200);
    assert.deepEqual(getEventListeners(signal, "abort"), []);
  });
});

describe("the ports of the way back", () => {
  const open: Redirect[] = [];
  afterEach(() => {
    for (const redirect of open.splice(0)) redirect.dispose();
  });
  const opened = async (options: RedirectOptions) => {
    const redirect = await loopbackRedirect(options);
    open.push(redirect);
    return { uri: redirect.uri, port: Number(new URL(redirect.uri).port) };
  };

  it("are the one of the registration, or any other where that is taken", async () => {
    const port = await freePort();
    const registered = `http://127.0.0.1:${port}/callback`;
    assert.equal((await opened({ registered })).uri, registered);
    const other = await opened({ registered });
    assert.notEqual(other.port, port);
    assert.ok(other.port > 0);
    assert.ok((await opened({ registered: "not an address" })).port >= 1024);
  });

  it("are the first free one of those that the settings name, and no other", async () => {
    const ports = [await freePort(), await freePort()];
    const uri = (at: number) => `http://localhost:${ports[at]}/back`;
    const options = { registered: "http://127.0.0.1:1/callback", ports, host: "localhost", path: "/back" } as const;
    assert.equal((await opened(options)).uri, uri(0));
    assert.equal((await opened(options)).uri, uri(1));
    await assert.rejects(opened(options), {
      code: "needs-auth",
      message: new RegExp(`the ports ${ports.join(", ")} are in use`),
    });
  });

  it("are open on both addresses of a machine where its name is used, and on one otherwise", async function () {
    const reaches = (port: number, address: string) =>
      fetch(`http://${address}:${port}/`, { signal: AbortSignal.timeout(5000) }).then(
        ({ status }) => status === 404,
        () => false,
      );
    const six = createServer();
    const hasSix = await new Promise<boolean>((resolve) => {
      six.once("error", () => resolve(false));
      six.listen(0, "::1", () => resolve(true));
    });
    const taken = six.address();
    if (!hasSix || typeof taken !== "object" || !taken) return this.skip();
    try {
      const named = await opened({ host: "localhost" });
      assert.deepEqual([await reaches(named.port, "127.0.0.1"), await reaches(named.port, "[::1]")], [true, true]);
      const numbered = await opened({});
      assert.deepEqual(
        [await reaches(numbered.port, "127.0.0.1"), await reaches(numbered.port, "[::1]")],
        [true, false],
      );
      // Where another program has the port on one of the two, the browser might come to that one.
      await assert.rejects(opened({ host: "localhost", ports: [taken.port] }), /is in use/);
      assert.equal(await reaches(taken.port, "127.0.0.1"), false, "nothing is left open");
      assert.equal((await opened({ ports: [taken.port] })).port, taken.port);
    } finally {
      six.close();
    }
  });
});

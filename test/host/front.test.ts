import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { type Front, openFront, patchPage } from "./front.mjs";

const page = '<meta id="vscode-workbench-web-configuration" data-settings="{&quot;a&quot;:&quot;&lt;&amp;&quot;}">';

describe("the front of the embedded editor", () => {
  const backend = createServer((incoming, outgoing) => {
    if (incoming.url === "/gone") outgoing.destroy();
    else outgoing.setHeader("content-type", "text/html").end(incoming.url?.startsWith("/?") ? page : incoming.url);
  });
  let front: Front;
  before(async () => {
    backend.listen(0, "127.0.0.1");
    await once(backend, "listening");
    front = await openFront({
      backend: (backend.address() as AddressInfo).port,
      port: 0,
      secretKey: Buffer.alloc(32, 7),
      configure: (configuration, origin) => Object.assign(configuration, { origin }),
    });
  });
  after(async () => {
    await front.close();
    backend.closeAllConnections();
    backend.close();
  });
  const get = (path: string) => fetch(`http://127.0.0.1:${front.port}${path}`, { redirect: "manual" });

  it("completes the workbench's configuration, and leaves every other answer as it is", async () => {
    const text = await (await get("/?folder=x")).text();
    assert.match(text, new RegExp(`&quot;origin&quot;:&quot;127.0.0.1:${front.port}&quot;`));
    assert.equal(await (await get("/static/a.js?b=c")).text(), "/static/a.js?b=c");
  });

  it("keeps the configuration's own text through both escapes", () => {
    let read: unknown;
    const again = patchPage(page, (configuration) => {
      read = { ...configuration };
    });
    assert.deepEqual(read, { a: "<&" });
    assert.equal(again, page);
  });

  it("gives the server's half of the secrets' key", async () => {
    const key = await (await get("/mint-key")).arrayBuffer();
    assert.deepEqual(Buffer.from(key), Buffer.alloc(32, 7));
  });

  it("sends a loopback link back to where it was meant for", async () => {
    const answer = await get("/proxy/4711/callback?code=1");
    assert.equal(answer.headers.get("location"), "http://127.0.0.1:4711/callback?code=1");
  });

  it("says that the editor is gone instead of waiting for it", async () => {
    assert.equal((await get("/gone")).status, 502);
  });

  it("serves nobody who came by another name than this machine's", async () => {
    const asked = request({
      host: "127.0.0.1",
      port: front.port,
      path: "/mint-key",
      headers: { host: "evil.example" },
    });
    const [answer] = await once(asked.end(), "response");
    answer.resume();
    assert.equal(answer.statusCode, 403);
  });
});

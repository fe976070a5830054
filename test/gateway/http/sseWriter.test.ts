import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, get, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { SseWriter } from "../../../src/gateway/http/sseWriter";
import { FakeClock } from "../../support/fakeClock";

describe("a stream of events", () => {
  const clock = new FakeClock();
  const server = createServer((request, response) => begun(request, response));
  let begun: (request: IncomingMessage, response: ServerResponse) => void;

  before(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  /** A stream, and what its client hears. */
  const open = async () => {
    const written = new Promise<SseWriter>((resolve) => {
      begun = (request, response) => {
        const gone = new AbortController();
        response.on("close", () => gone.abort());
        const exchange = {
          request,
          response,
          path: "/",
          query: new URLSearchParams(),
          requestId: "r",
          signal: gone.signal,
        };
        resolve(new SseWriter(exchange, clock));
      };
    });
    const asked = get(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { agent: false });
    const [response] = (await once(asked, "response")) as [IncomingMessage];
    let heard = "";
    response.setEncoding("utf8").on("data", (text) => {
      heard += text;
    });
    const hears = async (text: string) => {
      while (heard !== text) {
        assert.ok(text.startsWith(heard), JSON.stringify(heard));
        await once(response, "data");
      }
    };
    return { writer: await written, response, hears };
  };

  it("has its headers at once, and none that would hold it back", async () => {
    const { writer, response } = await open();
    assert.equal(response.headers["content-type"], "text/event-stream");
    assert.equal(response.headers["x-accel-buffering"], "no");
    assert.equal(response.headers["cache-control"], "no-store, no-transform");
    writer.end();
    await once(response.resume(), "end");
  });

  it("says every fifteen seconds that it is alive, until its end", async () => {
    const { writer, response, hears } = await open();
    clock.pass(14_999);
    writer.send('"first"', { id: "1", event: "e" });
    const first = 'event: e\nid: 1\ndata: "first"\n\n';
    await hears(first);
    clock.pass(1);
    await hears(`${first}: keep-alive\n\n`);
    clock.pass(15_000);
    await hears(`${first}: keep-alive\n\n: keep-alive\n\n`);
    writer.end();
    await once(response, "end");
    assert.equal(clock.waiting, 0);
  });

  it("says nothing anymore once its client has left", async () => {
    const { writer, response } = await open();
    response.destroy();
    while (!writer.ended) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(clock.waiting, 0);
    writer.send("{}");
    writer.end();
  });

  it("lets a client go that does not read", async () => {
    const { writer, response } = await open();
    response.pause();
    response.on("error", () => {});
    const megabyte = JSON.stringify("x".repeat(1024 * 1024));
    let sent = 0;
    for (; sent < 500 && !writer.ended; sent++) {
      writer.send(megabyte);
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.ok(sent > 60 && sent < 200, `${sent} MB waited`);
    response.destroy();
  });
});

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createGzip } from "node:zlib";
import { noAbort, openLinks } from "../../support/openLinks";

const mb = 1024 * 1024;

/** A real server whose every answer is a gigabyte of spaces, packed to one megabyte. */
async function startBomb(type: string): Promise<Server> {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": type, "content-encoding": "gzip" });
    const gzip = createGzip();
    gzip.on("error", () => response.destroy());
    gzip.pipe(response);
    response.on("close", () => gzip.destroy());
    gzip.write(type === "application/json" ? "{" : "data: {");
    let left = 1024;
    const more = () => {
      while (left-- > 0) if (!gzip.write(Buffer.alloc(mb, 0x20))) return void gzip.once("drain", more);
      gzip.end("}");
    };
    more();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

describe("an answer that is small only while it is packed", () => {
  const open = openLinks();
  let server: Server;
  afterEach(() => server.close().closeAllConnections());

  for (const type of ["application/json", "text/event-stream"])
    it(`is read up to the limit of 32 MB, and costs no more memory: ${type}`, async () => {
      server = await startBomb(type);
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
      const before = process.memoryUsage().rss;
      let most = 0;
      const timer = setInterval(() => {
        most = Math.max(most, process.memoryUsage().rss - before);
      }, 5);
      try {
        await assert.rejects(open({ kind: "http", server: "web", url, headers: {} }), {
          message: /it sent a message of more than 32 MB/,
        });
      } finally {
        clearInterval(timer);
      }
      assert.ok(most < 200 * mb, `${Math.round(most / mb)} MB`);
      assert.ok(!noAbort().aborted);
    }).timeout(60_000);
});

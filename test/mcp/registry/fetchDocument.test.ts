import assert from "node:assert/strict";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Network } from "../../../src/mcp/http/client/network";
import { fetchDocument } from "../../../src/mcp/registry/fetchDocument";
import { hasProgram } from "../../../src/mcp/registry/hasProgram";

const never = new AbortController().signal;

describe("the document of a registry", () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
  });

  /** The address of a server that answers like this. */
  async function serve(answer: RequestListener): Promise<string> {
    const server = createServer(answer);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const get = (address: string, signal = never, limitMs?: number) =>
    fetchDocument(address, new Network(), signal, limitMs);

  it("is read with nothing sent but the address", async () => {
    let headers: NodeJS.Dict<string | string[]> = {};
    const address = await serve((request, response) => {
      headers = request.headers;
      response.end(JSON.stringify({ method: request.method, url: request.url }));
    });
    assert.deepEqual(await get(`${address}/v0/servers?search=a`), { method: "GET", url: "/v0/servers?search=a" });
    assert.equal(headers.accept, "application/json");
    for (const name of ["authorization", "cookie", "referer"]) assert.equal(headers[name], undefined, name);
  });

  it("is missing at 404, and follows a redirect within its origin", async () => {
    const address = await serve((request, response) => {
      if (request.url === "/old") response.writeHead(308, { location: "/new" }).end();
      else if (request.url === "/new") response.end("[]");
      else response.writeHead(404).end("no");
    });
    assert.equal(await get(`${address}/x`), undefined);
    assert.deepEqual(await get(`${address}/old`), []);
  });

  for (const [what, answer, expected] of [
    ["a failure", (_, response) => void response.writeHead(503).end(), /refused the search \(HTTP 503\)/],
    ["a page", (_, response) => void response.end("<html>"), /is not an MCP registry: its answer is not JSON/],
    [
      "a redirect to another place",
      (_, response) => void response.writeHead(302, { location: "http://127.0.0.1:1/x" }).end(),
      /sends the hub to another address/,
    ],
    [
      "redirects in a circle",
      (request, response) => void response.writeHead(302, { location: request.url }).end(),
      /sends the hub to another address/,
    ],
    ["too much", (_, response) => void response.end(`"${"x".repeat(5 * 1024 * 1024)}"`), /more than 4 MB/],
    ["a connection that breaks", (request) => void request.socket.destroy(), /cannot be reached: .*Check the network/],
  ] satisfies [string, RequestListener, RegExp][])
    it(`is not ${what}`, async () => {
      const address = await serve(answer);
      await assert.rejects(get(address), (error: Error) => {
        assert.match(error.message, expected);
        assert.match(error.message, /^(?:The registry|What answers) at 127\.0\.0\.1:\d+/);
        return true;
      });
    });

  it("is given up after its time", async () => {
    const address = await serve(() => {});
    await assert.rejects(get(address, never, 100), { code: "timeout", message: /did not answer within 0\.1 s/ });
  });

  it("ends with the person's search", async () => {
    const address = await serve(() => {});
    const abort = new AbortController();
    const reason = new Error("typed on");
    setTimeout(() => abort.abort(reason), 50);
    await assert.rejects(get(address, abort.signal), reason);
  });
});

describe("whether a program is there", () => {
  it("is seen on the PATH that programs get", async () => {
    const env = async () => ({ PATH: process.env.PATH });
    assert.equal(await hasProgram("node", env, []), true);
    assert.equal(await hasProgram("no-such-program", env, []), false);
  });
});

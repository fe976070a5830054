import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { systemClock } from "../../../src/core/kernel/clock";
import { clientFetch, pinned } from "../../../src/mcp/http/client/clientFetch";
import type { HttpRequest } from "../../../src/mcp/http/client/httpClient";
import { Network } from "../../../src/mcp/http/client/network";
import { guardedFetch } from "../../../src/mcp/oauth/guardedFetch";

const serverUrl = new URL("https://mcp.example.com/mcp");

describe("a name that resolves to another address a moment later", () => {
  it("is connected to where it was checked", async () => {
    const sent: HttpRequest[] = [];
    const fetch = clientFetch(() => ({
      start(request) {
        sent.push(request);
        return { response: Promise.reject(new Error("stop")), abort() {} };
      },
      dispose() {},
    }));
    const answers = [["93.184.216.34", "2606:4700::1"], ["127.0.0.1"]];
    const resolve = async () => answers.shift() ?? [];
    const guarded = guardedFetch({ server: "web", serverUrl, clock: systemClock, fetch, resolve });
    await assert.rejects(guarded("https://id.example.com/token", { method: "POST", body: "a=b" }));
    assert.deepEqual(
      sent.map(({ addresses }) => addresses),
      [["93.184.216.34", "2606:4700::1"]],
    );
    await assert.rejects(guarded("https://id.example.com/token"), /private address/);
    assert.equal(sent.length, 1);
  });

  it("is not resolved again: a real request goes to the given address", async () => {
    const server = createServer((incoming, response) => response.end(incoming.headers.host));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    try {
      const fetch = new Network(undefined, {}).fetch({ server: "web" });
      const url = `http://rebound.invalid:${port}/`;
      const response = await fetch(url, pinned({}, ["127.0.0.1"]));
      assert.equal(await response.text(), `rebound.invalid:${port}`);
      await assert.rejects(fetch(url, {}));
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});

import assert from "node:assert/strict";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { StdioPlan } from "../../../src/core/config/plan/launchPlan";
import { RememberedEras } from "../../../src/core/connection/rememberedEras";
import { FakeClock } from "../../support/fakeClock";
import { MapStore } from "../../support/mapStore";
import { noAbort, openLinks } from "../../support/openLinks";

const probeMs = 300;

const newEras = () =>
  new RememberedEras(
    new MapStore(),
    () => 0,
    (error) => assert.fail(String(error)),
  );

/** A server of an older revision over HTTP that answers the question about its era in its own way. */
async function startServer(answerQuestion: (response: ServerResponse) => void) {
  const methods: string[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      if (request.method !== "POST") return response.writeHead(405).end();
      const { id, method } = JSON.parse(text);
      methods.push(method);
      if (method === "server/discover") return answerQuestion(response);
      if (id === undefined) return response.writeHead(202).end();
      const serverInfo = { name: "old", version: "1" };
      const result =
        method === "initialize"
          ? { protocolVersion: "2025-06-18", capabilities: { tools: {} }, serverInfo }
          : { tools: [] };
      return response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ jsonrpc: "2.0", id, result }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}/mcp`, methods, stop };
}

describe("a server that cannot be asked for its era", function () {
  this.timeout(30_000);
  const open = openLinks();

  const answers: [what: string, answer: (response: ServerResponse) => void][] = [
    ["500", (response) => response.writeHead(500).end("boom")],
    ["502 with a page", (response) => response.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad</h1>")],
    ["503", (response) => response.writeHead(503).end()],
    ["204", (response) => response.writeHead(204).end()],
    ["nothing at all", (response) => response.writeHead(200).end()],
    ["text", (response) => response.writeHead(200, { "content-type": "text/plain" }).end("ok")],
    ["a page", (response) => response.writeHead(200, { "content-type": "text/html" }).end("<h1>Hi</h1>")],
    ["half of an answer", (response) => response.writeHead(200, { "content-type": "application/json" }).end("{")],
    ["401", (response) => response.writeHead(401, { "www-authenticate": "Bearer" }).end()],
    ["403", (response) => response.writeHead(403).end("no")],
  ];
  for (const [what, answer] of answers)
    it(`over HTTP because it answers ${what}: gets the handshake, and is not asked again`, async () => {
      const { url, methods, stop } = await startServer(answer);
      const eras = newEras();
      try {
        for (const asked of [1, 1]) {
          const { link } = await open({ kind: "http", server: "old", url, headers: {} }, { eras, probeMs });
          assert.equal(link.info.protocolVersion, "2025-06-18");
          assert.equal(methods.filter((method) => method === "server/discover").length, asked);
        }
      } finally {
        stop();
      }
    });

  /** A program of a few lines: `on` answers each request. */
  const program = (on: string): StdioPlan => ({
    kind: "stdio",
    server: "old",
    command: process.execPath,
    args: [
      "-e",
      `const info = { name: "old", version: "1" };
       const say = (id, more) => console.log(JSON.stringify({ jsonrpc: "2.0", id, ...more }));
       const hello = (id, protocolVersion, capabilities) => say(id, { result: { protocolVersion, capabilities, serverInfo: info } });
       const tools = (id) => say(id, { result: { tools: [{ name: "echo", inputSchema: { type: "object" } }] } });
       const unknown = (id) => say(id, { error: { code: -32601, message: "Method not found" } });
       let deaf = false;
       const on = ${on};
       require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
         const { id, method, params } = JSON.parse(line);
         if (id !== undefined && !deaf) on(id, method, params);
       });`,
    ],
    env: {},
  });

  it("on a pipe because it is deaf from then on: a new process gets the handshake, and is not asked again", async () => {
    const one = program(`(id, method) => {
      if (method === "server/discover") deaf = true;
      else if (method === "initialize") hello(id, "2025-06-18", { tools: {} });
      else tools(id);
    }`);
    const eras = newEras();
    for (let i = 0; i < 2; i++) {
      const { link } = await open(one, { eras, probeMs, deafMs: probeMs });
      assert.equal(link.info.protocolVersion, "2025-06-18");
    }
    assert.equal(eras.of(one)?.era, "legacy");
  });

  const refusals: [what: string, refusal: string][] = [
    ["and names it", '{ code: -32602, message: "Unsupported protocol version", data: { supported: ["2024-11-05"] } }'],
    ["and names none", '{ code: -32000, message: "unsupported protocol version" }'],
  ];
  for (const [what, refusal] of refusals)
    it(`that takes only one revision, ${what}: is connected with it`, async () => {
      const one = program(`(id, method, params) => {
        if (method === "tools/list") tools(id);
        else if (method !== "initialize") unknown(id);
        else if (params.protocolVersion === "2024-11-05") hello(id, "2024-11-05", { tools: {} });
        else say(id, { error: ${refusal} });
      }`);
      const eras = newEras();
      const { link } = await open(one, { eras });
      assert.equal(link.info.protocolVersion, "2024-11-05");
      assert.equal(eras.of(one)?.offers, "2024-11-05");
    });

  const capabilities: [what: string, revision: string, declared: string][] = [
    ["nothing", "2025-06-18", "{}"],
    ["a list of names", "2025-06-18", '["tools"]'],
    ["null", "2025-06-18", "null"],
    ["the first revision of all", "2024-10-07", "{ tools: {} }"],
  ];
  for (const [what, revision, declared] of capabilities)
    it(`that declares ${what}: is asked for its tools`, async () => {
      const one = program(`(id, method) => {
        if (method === "initialize") hello(id, "${revision}", ${declared});
        else if (method === "tools/list") tools(id);
        else unknown(id);
      }`);
      const { link } = await open(one, { eras: newEras() });
      const { tools, missing } = await link.catalog(noAbort());
      assert.deepEqual([tools.map(({ name }) => name), missing], [["echo"], undefined]);
    });

  it("that declares no tools and has none: has none, without a complaint", async () => {
    const one = program(`(id, method) => method === "initialize" ? hello(id, "2025-06-18", {}) : unknown(id)`);
    const { link, heard } = await open(one, { eras: newEras() });
    assert.deepEqual((await link.catalog(noAbort())).tools, []);
    assert.deepEqual(heard.logs, []);
  });

  it("that answers with a web page throughout: is told so, and not to set what is set", async () => {
    const server = createServer((_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<p>Hi"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/`;
    try {
      await assert.rejects(open({ kind: "http", server: "page", url, headers: {} }, { eras: newEras() }), {
        code: "protocol",
        message:
          /^"page" at http:.* answered with a web page \(HTML\) and not with MCP\. Correct "url" in the settings/,
      });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it("whose resources hang, and whose prompts are refused: has its tools, and a note for each", async () => {
    const one = program(`(id, method) => {
      if (method === "initialize") hello(id, "2025-06-18", { tools: {}, resources: {}, prompts: {} });
      else if (method === "tools/list") tools(id);
      else if (method === "resources/templates/list") say(id, { result: { resourceTemplates: [] } });
      else if (method !== "resources/list") say(id, { error: { code: -32603, message: "no database" } });
    }`);
    const { link } = await open(one, { eras: newEras() });
    const { tools, missing } = await link.catalog(noAbort(), 200);
    assert.equal(tools.length, 1);
    assert.deepEqual(missing, [
      { list: "resources", text: 'The resources are missing. "old" did not list them within 200 ms.', late: true },
      { list: "prompts", text: 'The prompts are missing. "old" answered with an error: no database.' },
    ]);
  });

  it("whose lists beside the tools hang: five seconds are the limit of each, at first and when they are read again", async () => {
    const one = program(`(id, method) => {
      if (method === "initialize") hello(id, "2025-06-18", { tools: {}, resources: {}, prompts: {} });
      else if (method === "tools/list") tools(id);
      else if (method === "resources/list") say(id, { result: { resources: [{ uri: "a:b", name: "b" }] } });
    }`);
    const clock = new FakeClock();
    const { link } = await open({ ...one, protocol: "legacy" }, { clock });
    const catalog = link.catalog(noAbort());
    clock.pass(60_000); // before an answer can come
    const { tools, missing = [] } = await catalog;
    assert.equal(tools.length, 1);
    assert.deepEqual(
      missing.map(({ list, text, late }) => [list, late, text.replace(/^[^.]*\. /, "")]),
      ["resources", "resourceTemplates", "prompts"].map((list) => [
        list,
        true,
        '"old" did not list them within 5 seconds.',
      ]),
    );
    const again = link.refresh("resources", noAbort());
    const waiting = clock.waiting;
    clock.pass(4999);
    assert.equal(clock.waiting, waiting);
    clock.pass(1);
    assert.equal(clock.waiting, waiting - 1, "The templates are given up.");
    assert.equal((await again).resources?.length, 1);
  });
});

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { cannotPass } from "./cannotPass.mjs";
import { runServerScenario } from "./runServerScenario.mjs";
import { nameFree, revisions, serverScenarios } from "./serverScenarios.mjs";
import { startTokenShim } from "./tokenShim.mjs";
import { fixtureWorld, type World } from "./worlds.mjs";

/** Installs Node 24 on a fresh machine. */
const limitMs = 10 * 60_000;

/** A few scenarios of each revision; all of them: `npm run conformance -- server fixture`. */
const some: Readonly<Record<string, readonly string[]>> = {
  "2025-11-25": ["tools-call-elicitation"],
  "2026-07-28": ["input-required-result-multiple-input-requests"],
};

describe("the conformance fixture by itself", function () {
  this.timeout(limitMs);
  let world: World;
  before(async () => {
    world = await fixtureWorld();
  });
  after(() => world.stop());

  for (const scenario of serverScenarios.filter(({ name, revision }) => some[revision]?.includes(name)))
    it(`passes ${scenario.name} at ${scenario.revision}`, async () => {
      const { passed, why, output } = await runServerScenario(world.at("/mcp"), scenario);
      assert.ok(passed, `${why}\n${output}`);
    });
});

describe("the list of server scenarios", () => {
  it("is what each revision requires, and what it does not count", () => {
    const counted = revisions.map((revision) => {
      const mine = serverScenarios.filter((scenario) => scenario.revision === revision);
      return [mine.filter(({ unscored }) => !unscored).length, mine.filter(({ unscored }) => unscored).length];
    });
    assert.deepEqual(counted, [
      [30, 3],
      [37, 13],
    ]);
  });

  it("knows every scenario that the merged endpoint must pass", () => {
    const known = serverScenarios.map(({ name }) => name);
    for (const name of nameFree) assert.ok(known.includes(name), name);
  });

  it("excuses none that is required of the fixture by itself", () => {
    for (const scenario of serverScenarios)
      if (!scenario.unscored) assert.equal(cannotPass(scenario, "fixture"), undefined, scenario.name);
  });
});

describe("the shim that adds a token", () => {
  it("passes foreign names, status and body on as they came, and its own name as the gateway's", async () => {
    const seen: string[][] = [];
    const gateway = createServer(async (incoming, outgoing) => {
      const { host, origin, authorization } = incoming.headers;
      seen.push([incoming.method ?? "", incoming.url ?? "", host ?? "", origin ?? "", authorization ?? ""]);
      outgoing.writeHead(403, { "x-own": "1" }).end(await text(incoming));
    }).listen(0, "127.0.0.1");
    await once(gateway, "listening");
    const shim = await startTokenShim(`http://127.0.0.1:${(gateway.address() as AddressInfo).port}/mcp`, "secret");
    try {
      const headers = { host: "evil.example.com", origin: "http://evil.example.com", authorization: "Bearer other" };
      const sent = request(`${shim.origin}/mcp/one?two=3`, { method: "POST", headers }).end("body");
      const [response] = await once(sent, "response");
      assert.deepEqual([response.statusCode, response.headers["x-own"], await text(response)], [403, "1", "body"]);
      const own = { origin: shim.origin };
      const [second] = await once(request(`${shim.origin}/mcp`, { headers: own }).end(), "response");
      second.resume();
      const port = (gateway.address() as AddressInfo).port;
      assert.deepEqual(seen, [
        ["POST", "/mcp/one?two=3", "evil.example.com", "http://evil.example.com", "Bearer secret"],
        ["GET", "/mcp", `127.0.0.1:${port}`, `http://127.0.0.1:${port}`, "Bearer secret"],
      ]);
    } finally {
      await shim.stop();
      gateway.close();
    }
  });
});

// What the scenarios run against: the fixture itself over HTTP, or the gateway with the fixture on stdio behind it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { killTree } from "../../host/processes.mjs";
import { startGateway } from "../../support/startGateway.mjs";
import { startTokenShim } from "./tokenShim.mjs";

const fixture = resolve("out/test/conformance/server/fixture");

/** Milliseconds until the server behind the gateway must be connected. */
const connectLimitMs = 30_000;

/** The eras of a server behind the gateway: only revisions with a handshake, or only those without one. */
export const eras = /** @type {const} */ (["legacy", "modern"]);

/**
 * The fixture on stdio, as an entry. `pin`: a tool of the suite changes, which must be heard of; as the hub comes, it would be withheld from
 * then on.
 *
 * @param {"legacy" | "modern" | "both"} era
 */
export const fixtureEntry = (era) => ({
  command: process.execPath,
  args: [resolve(fixture, "stdioFixture.js"), `--era=${era}`],
  pin: "warn",
});

/**
 * @typedef {object} World
 * @property {(path: string) => string} at the address of an endpoint, such as /mcp/fixture
 * @property {() => Promise<void>} stop
 */

/**
 * The fixture with nothing before it, at /mcp.
 *
 * @returns {Promise<World>}
 */
export async function fixtureWorld() {
  const child = spawn(process.execPath, [resolve(fixture, "httpFixture.js")], { stdio: ["pipe", "pipe", "inherit"] });
  const [line] = await once(child.stdout, "data");
  return { at: (path) => new URL(path, String(line).trim()).href, stop: () => killTree(child.pid) };
}

/**
 * The gateway with the fixture behind it under the name "fixture", and a shim that adds the token.
 *
 * @param {"legacy" | "modern" | "both"} era the fixture's
 * @returns {Promise<World>}
 */
export async function gatewayWorld(era) {
  const gateway = await startGateway({ fixture: fixtureEntry(era) });
  const shim = await startTokenShim(gateway.url, gateway.token);
  const world = {
    at: (/** @type {string} */ path) => `${shim.origin}${path}`,
    stop: async () => {
      await shim.stop();
      await gateway.stop();
    },
  };
  try {
    await untilConnected(world.at("/mcp/fixture"));
    return world;
  } catch (error) {
    await world.stop();
    throw error;
  }
}

/**
 * Lists the tools until there are some: a gateway answers before its servers do. A client that answers forms has a connection of its own,
 * which begins with its first request: the suite gives one such request 600 ms, and a program does not start in that on a busy machine.
 *
 * @param {string} url
 */
async function untilConnected(url) {
  const deadline = Date.now() + connectLimitMs;
  for (;;) {
    const text = await asked(url, "tools/list", {}, {});
    if (text.includes('"test_simple_text"')) break;
    if (Date.now() > deadline) throw new Error(`${url} lists no tool of the fixture: ${text.slice(0, 500)}`);
    await delay(100);
  }
  await asked(url, "tools/call", { name: "test_simple_text", arguments: {} }, { elicitation: {} });
}

/**
 * The answer to a request, as text.
 *
 * @param {string} url
 * @param {string} method
 * @param {Readonly<Record<string, unknown>>} params
 * @param {Readonly<Record<string, unknown>>} capabilities
 */
async function asked(url, method, params, capabilities) {
  const version = "2026-07-28";
  const meta = {
    "io.modelcontextprotocol/protocolVersion": version,
    "io.modelcontextprotocol/clientCapabilities": capabilities,
  };
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": version,
      "mcp-method": method,
      ...(typeof params.name === "string" && { "mcp-name": params.name }),
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: { ...params, _meta: meta } }),
  });
  return response.text();
}

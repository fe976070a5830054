import assert from "node:assert/strict";
import { withoutLoginShell } from "../../support/aComposedHub";
import { aGateway, type Gateway } from "../../support/aGateway";
import { openSession, toolNames } from "../../support/rawMcp";
import { type ScriptedServer, startScriptedServer } from "../../support/scriptedServer";

const text = (text: string) => ({ content: [{ type: "text", text }] });

/** As registries name servers, with one whose name is the beginning of another. */
const names = ["io.github.ann", "io.github.ann/weather", "p/weather", "My Server"];

describe("servers with the names of a registry, at the MCP endpoint", () => {
  let servers: readonly ScriptedServer[];
  let gateway: Gateway;
  withoutLoginShell();

  before(async () => {
    servers = await Promise.all(names.map((name) => startScriptedServer({}, { echo: () => text(name) })));
    const profiles = { ann: { tools: ["io.github.ann/*"] }, weather: { tools: ["io.github.ann/weather/*"] } };
    gateway = await aGateway(Object.fromEntries(names.map((name, at) => [name, servers[at]?.url ?? ""])), {
      profiles: profiles as never,
    });
  });
  after(async () => {
    await gateway.close();
    await Promise.all(servers.map((server) => server.stop()));
  });

  /** Whose tool is called at an address. */
  async function whose(path: string): Promise<unknown> {
    const session = await openSession(`${gateway.url}${path}`);
    const [name = "none"] = await toolNames(session);
    return (await (await session.call(name)).last()).result;
  }

  it("have tools of their own where all servers are together", async () => {
    const session = await openSession(gateway.url);
    const listed = await toolNames(session);
    assert.equal(new Set(listed).size, names.length);
    const called = await Promise.all(
      listed.map(async (name) => JSON.stringify((await (await session.call(name)).last()).result)),
    );
    assert.deepEqual(called.sort(), names.map((name) => JSON.stringify(text(name))).sort());
  });

  for (const name of names)
    it(`${name} has an address of its own`, async () =>
      assert.deepEqual(await whose(`/${encodeURIComponent(name)}`), text(name)));

  it("are in a profile by server and tool, and no server by the beginning of its name", async () => {
    assert.deepEqual(await whose("/p/ann"), text("io.github.ann"));
    assert.deepEqual(await whose("/p/weather"), text("io.github.ann/weather"));
    for (const profile of ["ann", "weather"])
      assert.equal((await toolNames(await openSession(`${gateway.url}/p/${profile}`))).length, 1);
  });
});

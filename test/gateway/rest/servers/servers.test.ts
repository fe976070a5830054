import assert from "node:assert/strict";
import { withoutLoginShell } from "../../../support/aComposedHub";
import { assertFailed } from "../../../support/assertFailed";
import { fixture, type RestHub, restHub } from "../../../support/restHub";
import { aClient, RestServer } from "../../../support/restServer";
import { until } from "../../../support/until";

describe("servers and their tools, over a real hub", () => {
  withoutLoginShell();
  let world: RestHub;
  let server: RestServer;
  const secret = "sup3r-s3cret-value";

  before(async () => {
    world = restHub({
      files: { ...fixture(), readOnly: ["echo"], env: { API_KEY: secret }, label: "My files" },
      "a/b c": fixture(),
      later: { ...fixture(), start: "lazy" },
      off: { ...fixture(), start: "manual" },
      broken: { command: "/nowhere/at-all" },
    });
    const isWithheld = (_: string, { name }: { name: string }) => name === "count";
    server = await RestServer.start(
      { ...world.parts, isWithheld },
      aClient("narrow", { scopes: [{ servers: ["files"], tools: ["files/e*"] }] }),
      aClient("reader", { scopes: [{ readOnly: true }] }),
    );
    const { hub } = world.composed;
    await Promise.all([hub.connect("files"), hub.connect("a/b c"), hub.connect("broken").catch(() => undefined)]);
  });
  after(async () => {
    await server.stop();
    await world.composed.close();
  });

  it("lists the servers, in order, with their states and without anything of their entries", async () => {
    const { body, text } = await server.ask("GET", "/servers");
    const servers = body.servers as { id: string; label: string; status: string; ready: boolean; reason?: string }[];
    assert.deepEqual(
      servers.map(({ id, status }) => [id, status]),
      [
        ["files", "ready"],
        ["a/b c", "ready"],
        ["later", "stopped"],
        ["off", "stopped"],
        ["broken", "failed"],
      ],
    );
    assert.deepEqual(
      servers.map(({ reason }) => reason),
      [undefined, undefined, "lazy", "manual", undefined],
    );
    assert.ok(!text.includes(secret) && !text.includes(process.execPath) && !text.includes("fixtureServer"));
  });

  it("lists only what a client may see", async () => {
    const { body } = await server.ask("GET", "/servers", { client: "narrow" });
    const servers = body.servers as { id: string; tools: number }[];
    assert.deepEqual(
      servers.map(({ id, tools }) => [id, tools]),
      [["files", 2]],
    );
    const { body: listed } = await server.ask("GET", "/servers/files/tools", { client: "narrow" });
    assert.deepEqual(listed.tools?.map(({ name }) => name).sort(), ["echo", "env"]);
    assertFailed(await server.ask("GET", "/servers/later", { client: "narrow" }), 403, "AUTHORIZATION_ERROR", /later/);
    assertFailed(
      await server.ask("GET", "/servers/later/tools", { client: "narrow" }),
      403,
      "AUTHORIZATION_ERROR",
      /later/,
    );
    const { body: reads } = await server.ask("GET", "/servers/files/tools", { client: "reader" });
    assert.deepEqual(
      reads.tools?.map(({ name }) => name),
      ["echo"],
    );
  });

  it("shows one server, by its percent-encoded name, with a slash at the end or without", async () => {
    const path = `/servers/${encodeURIComponent("a/b c")}`;
    for (const one of [path, `${path}/`]) {
      const { body } = await server.ask("GET", one);
      assert.equal(body.id, "a/b c");
      assert.deepEqual(body.server, {
        name: "fixture",
        version: "1.2.3",
        protocol_version: "2025-11-25",
        transport: "stdio",
      });
    }
    assert.ok(!(await server.ask("GET", "/servers/files")).text.includes(secret));
  });

  it("names the servers that a client may see where there is no such server", async () => {
    const reply = await server.ask("GET", "/servers/nowhere");
    assertFailed(reply, 404, "ROUTING_ERROR", /There is no server "nowhere".*files/);
    for (const path of ["/servers/..%2f..%2fetc", "/servers/%00", "/servers/%", "/servers/{id}"])
      assertFailed(await server.ask("GET", path), 404, "ROUTING_ERROR", /no server/);
  });

  it("lists tools with their schemas, but not one that is withheld", async () => {
    const { body } = await server.ask("GET", "/servers/files/tools");
    const echo = body.tools?.find(({ name }) => name === "echo");
    assert.deepEqual(echo, {
      name: "echo",
      description: "Says it again.",
      input_schema: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
      hints: { read_only: true, idempotent: true },
    });
    assert.ok(!body.tools?.some(({ name }) => name === "count"));
  });

  it("starts a server that starts when it is used, and says why one that does not run has no list", async () => {
    const later = await server.ask("GET", "/servers/later/tools");
    assert.equal(later.body.status, "ready");
    assert.ok((later.body.tools?.length ?? 0) > 5);
    assertFailed(await server.ask("GET", "/servers/off/tools"), 503, "MCP_CONNECTION_ERROR", /not connected/);
    const broken = await server.ask("GET", "/servers/broken/tools");
    assertFailed(broken, 502, "MCP_CONNECTION_ERROR", /could not start/);
  });

  it("connects a server again, once for all who ask at the same time", async () => {
    const { hub, stream } = world.composed;
    const since = () => {
      const state = stream.view.servers.find(({ id }) => id === "files")?.state;
      return state?.kind === "ready" ? state.info.pid : undefined;
    };
    const before = since();
    let restarts = 0;
    const listening = stream.onEvent((event) => {
      if (event.type === "server.state" && event.server === "files" && event.state.kind === "ready") restarts++;
    });
    const [one, two] = await Promise.all([
      server.ask("POST", "/servers/files/reconnect"),
      server.ask("POST", "/servers/files/reconnect"),
    ]);
    listening.dispose();
    assert.deepEqual([one.status, two.status, one.body.status], [200, 200, "success"]);
    assert.notEqual(since(), before);
    assert.equal(restarts, 1);
    assert.ok(hub.toolNow("files", "echo"));
  });

  it("does not connect for a client that may only read, nor what a person stopped", async () => {
    const { hub, stream } = world.composed;
    const reader = await server.ask("POST", "/servers/files/reconnect", { client: "reader" });
    assertFailed(reader, 403, "AUTHORIZATION_ERROR", /may only read/);
    await hub.disconnect("later");
    await until("it is stopped", () => stream.view.servers.find(({ id }) => id === "later")?.state.kind === "stopped");
    assertFailed(await server.ask("POST", "/servers/later/reconnect"), 403, "AUTHORIZATION_ERROR", /A person stopped/);
    const failed = await server.ask("POST", "/servers/broken/reconnect");
    assert.equal(failed.body.error?.code, "MCP_CONNECTION_ERROR", failed.text);
  });
});

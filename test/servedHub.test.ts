import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { EventStream } from "../src/core/hub/eventStream";
import { openServedHub, type ServedHub, type ServeParts } from "../src/servedHub";
import { withoutLoginShell } from "./support/aComposedHub";
import { ownStateFolder } from "./support/stateFolder";
import { until } from "./support/until";

const echo = { command: process.execPath, args: [resolve("test/support/echoServer.mjs")] };

describe("the hub of a configuration file", function () {
  this.timeout(30_000); // seconds are spent only on a machine under load
  withoutLoginShell();
  let served: ServedHub | undefined;
  const errors: string[] = [];
  const close = async () => {
    await served?.close();
    served = undefined;
  };
  const folder = ownStateFolder(close);
  const path = () => join(folder.path, "servers.json");
  const write = (servers: object, more: object = {}) => writeFileSync(path(), JSON.stringify({ servers, ...more }));
  const open = async (more: Partial<Parameters<typeof openServedHub>[0]> = {}, parts: Partial<ServeParts> = {}) => {
    errors.length = 0;
    served = await openServedHub(
      { config: path(), approval: undefined, profile: undefined, ...more },
      {
        under: {},
        report: (error) => errors.push(String(error)),
        signal: new AbortController().signal,
        opened: () => {},
        ...parts,
      },
    );
    return served;
  };
  const serversOf = ({ parts }: ServedHub) => parts.composed.stream.view.servers.map(({ id }) => id);

  it("starts nothing before it is told to, and says what it read", async () => {
    write({ echo, odd: 3 });
    let opened: EventStream | undefined;
    const hub = await open({}, { opened: (stream) => (opened = stream) });
    const { stream } = hub.parts.composed;
    assert.equal(opened, stream);
    assert.deepEqual([serversOf(hub), stream.history.length], [[], 0]);
    hub.start();
    assert.ok(serversOf(hub).includes("echo"));
    const read = stream.history.find(({ type }) => type === "config.read");
    assert.match(JSON.stringify(read), /odd/);
    await hub.parts.composed.hub.connect("echo");
    assert.equal(hub.parts.workspace?.(), process.cwd());
  });

  it("asks nobody, unless the file or the command line says so", async () => {
    write({});
    assert.equal((await open()).parts.options().approval, "never");
    await close();
    assert.equal((await open({ approval: "writes" })).parts.options().approval, "writes");
    await close();
    assert.equal((await open({}, { under: { approval: "always" } })).parts.options().approval, "always");
    await close();
    write({}, { "mcpHub.approval": "always" });
    assert.equal((await open()).parts.options().approval, "always");
    await close();
    assert.equal((await open({ approval: "never" })).parts.options().approval, "never");
  });

  it("is refused where the file is missing, defines no server, or lacks the profile", async () => {
    const refused = (message: RegExp) => ({ code: "bad-config", message });
    await assert.rejects(open(), refused(/there is no such file/));
    writeFileSync(path(), "{");
    await assert.rejects(open(), refused(/servers\.json: /));
    write({ echo }, { "mcpHub.profiles": { mine: { servers: ["echo"] } } });
    await assert.rejects(
      open({ profile: "toString" }),
      refused(/has no profile "toString"\. Add it to "mcpHub\.profiles"/),
    );
    await open({ profile: "mine" });
  });

  it("follows the file, also where its secrets cannot be used", async () => {
    write({});
    const hub = await open();
    hub.start();
    write({ echo });
    await until("the server is there", () => serversOf(hub).includes("echo"));
    assert.deepEqual(errors, []);
    write({}, { secretsFolder: 3, "mcpHub.callTimeoutSeconds": 7 });
    await until("the server is gone", () => serversOf(hub).length === 0);
    assert.equal(errors.length, 1);
    assert.match(errors.join(), /secretsFolder/);
    assert.equal(hub.parts.options().callTimeoutSeconds, 7);
  });

  it("knows what servers offered before, also before they start again", async () => {
    write({ echo: { ...echo, start: "lazy" } });
    const first = await open();
    first.start();
    await first.parts.composed.hub.connect("echo");
    const tools = first.parts.composed.hub.tools().length;
    assert.ok(tools > 0);
    await close();
    const second = await open();
    second.start();
    assert.equal(second.parts.composed.hub.tools().length, tools);
    assert.equal(second.parts.composed.stream.view.servers[0]?.state.kind, "stopped");
  });

  it("has metrics of the requests that were turned away, and of its sessions", async () => {
    write({});
    const { parts, failed, countSessions } = await open();
    const metrics = () => parts.operations?.metrics() ?? "";
    assert.match(metrics(), /^mcp_hub_sessions 0$/m);
    assert.match(metrics(), /^mcp_hub_failed_sign_ins_total 0$/m);
    for (const _ of [1, 2]) failed.refusal("127.0.0.1", { status: 401, message: "No." });
    countSessions(() => 4);
    assert.match(metrics(), /^mcp_hub_sessions 4$/m);
    assert.match(metrics(), /^mcp_hub_failed_sign_ins_total 2$/m);
    assert.ok(parts.services);
  });
});

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { ComposedHub } from "../src/composedHub";
import { newCall } from "../src/core/calls/toolCall";
import type { ServerDefinition } from "../src/core/config/schema/serverDefinition";
import { neverAborted } from "../src/core/kernel/abortSignals";
import { noClientFeatures } from "../src/core/questions/noClientFeatures";
import type { HubEvent } from "../src/protocol/hubEvent";
import { aComposedHub, withoutLoginShell } from "./support/aComposedHub";
import { definition } from "./support/fakeLink";
import { everythingOnStdio } from "./support/startEverything";
import { until } from "./support/until";

describe("a call whose server asks the person something", () => {
  /** How long the person takes, in milliseconds. */
  const takes = 250;
  withoutLoginShell();

  it("does not count the person's time, in its event and in the figures", async () => {
    const composed = aComposedHub({
      clientFeatures: () => ({
        ...noClientFeatures,
        can: { ...noClientFeatures.can, forms: true },
        fill: async () => {
          await setTimeout(takes);
          return { action: "decline" };
        },
      }),
    });
    try {
      const ended = new Promise<Extract<HubEvent, { type: "call.ended" }>>((resolve) =>
        composed.stream.onEvent((event) => event.type === "call.ended" && resolve(event)),
      );
      const args = ["node_modules/@modelcontextprotocol/server-everything/dist/index.js", "stdio"];
      const entry = { kind: "valid", config: { command: process.execPath, args } } as const;
      composed.hub.configure([definition("everything", { entry })]);
      await composed.hub.connect("everything");
      const began = Date.now();
      const tool = "trigger-elicitation-request";
      await composed.requests.callTool(
        newCall({ server: "everything", tool, args: {}, caller: { door: "module" }, signal: neverAborted }),
      );
      const passed = Date.now() - began;
      const { ms, split } = await ended;
      assert.ok(split.approval >= takes - 5, `The person was asked for ${split.approval} ms.`);
      assert.ok(ms <= passed - takes + 5, `It counts ${ms} ms of ${passed} ms.`);
      const [figures] = composed.metrics.figures(Date.now());
      assert.equal(figures?.ms.max, ms);
    } finally {
      await composed.close();
    }
  });
});

describe("the hub, put together", () => {
  let composed: ComposedHub;
  const events: HubEvent[] = [];
  withoutLoginShell();

  before(async () => {
    composed = aComposedHub();
    composed.stream.onEvent((event) => events.push(event));
    const config = { command: process.execPath, args: ["test/support/fixtureServer.mjs"] };
    composed.hub.configure([definition("fixture", { entry: { kind: "valid", config } })]);
    await composed.hub.connect("fixture");
  });
  after(() => composed.close());

  const call = () =>
    composed.requests.callTool(
      newCall({
        server: "fixture",
        tool: "echo",
        args: { text: "hello" },
        caller: { door: "module" },
        signal: neverAborted,
      }),
    );
  const wire = () => events.flatMap((event) => (event.type === "wire.message" ? [event] : []));

  it("publishes messages as they go over the wire only while somebody watches", async () => {
    await call();
    assert.equal(wire().length, 0);
    const first = composed.watchTraffic();
    const second = composed.watchTraffic();
    await call();
    assert.deepEqual(
      wire().map(({ server, direction, method }) => [server, direction, method]),
      [
        ["fixture", "sent", "tools/call"],
        ["fixture", "received", "tools/call"],
      ],
    );
    first.dispose();
    first.dispose(); // ends its own watch only
    await call();
    assert.equal(wire().length, 4);
    second.dispose();
    await call();
    assert.equal(wire().length, 4);
  });

  it("gives a call's arguments their SHA-256, by the platform's own", () => {
    const started = events.find((event) => event.type === "call.started");
    const sha256 = createHash("sha256").update('{"text":"hello"}').digest("hex");
    assert.equal(started?.type === "call.started" && started.argsDigest, sha256.slice(0, 32));
  });

  it("counts each call by its caller", async () => {
    const [figures] = composed.metrics.figures(Date.now());
    assert.equal(figures?.callers.module?.outcomes.ok, figures?.outcomes.ok);
    assert.ok((figures?.outcomes.ok ?? 0) > 0);
  });
});

describe("two servers of one hub", () => {
  withoutLoginShell();

  it("are each told of their own folders, and of a change without a restart", async () => {
    const folders = [
      { uri: "file:///w/a", name: "a" },
      { uri: "file:///w/b", name: "b" },
    ];
    const composed = aComposedHub({
      clientFeatures: () => ({
        ...noClientFeatures,
        can: { ...noClientFeatures.can, roots: true },
        roots: () => folders,
      }),
    });
    const { command, args } = everythingOnStdio;
    const server = (id: string, roots?: string[], more: Partial<ServerDefinition> = {}): ServerDefinition => {
      const config = { command, args: [...args], ...(roots && { roots }) };
      return definition(id, { entry: { kind: "valid", config }, ...more });
    };
    const open = server("open");
    const inFolder = server("inFolder", undefined, { scope: "folder", source: "/w/b" });
    const known = async (server: string) => {
      const call = {
        server,
        tool: "get-roots-list",
        args: {},
        signal: neverAborted,
        caller: { door: "command" },
      } as const;
      const text = JSON.stringify((await composed.requests.callTool(newCall(call))).content);
      return [...text.matchAll(/file:\/\/[/\w]+/g)].map(([uri]) => uri);
    };
    try {
      composed.hub.configure([open, inFolder, server("named", ["/srv/x"])]);
      await until("each of them runs", () => composed.stream.view.servers.every(({ state }) => state.kind === "ready"));
      const starts: string[] = [];
      composed.stream.onEvent((event) => event.type === "server.state" && starts.push(event.state.kind));
      assert.deepEqual(await known("open"), ["file:///w/a", "file:///w/b"]);
      assert.deepEqual(await known("inFolder"), ["file:///w/b"]);
      assert.deepEqual(await known("named"), ["file:///srv/x"]);
      composed.hub.configure([open, inFolder, server("named", ["/srv/x", "/srv/y"])]);
      await until("it knows the new folder", async () => (await known("named")).includes("file:///srv/y"));
      assert.deepEqual(starts, []);
    } finally {
      await composed.close();
    }
  }).timeout(60_000);
});

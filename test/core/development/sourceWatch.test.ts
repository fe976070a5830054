import assert from "node:assert/strict";
import { ServerConfig } from "../../../src/core/config/schema/serverConfig";
import type { LaunchConfig, ServerDefinition } from "../../../src/core/config/schema/serverDefinition";
import { SourceWatch } from "../../../src/core/development/sourceWatch";
import { EventStream } from "../../../src/core/hub/eventStream";
import { HubError } from "../../../src/core/kernel/hubError";
import type { ConnectionState } from "../../../src/protocol/connectionState";
import { turns } from "../../support/callFixture";
import { FakeClock } from "../../support/fakeClock";
import { definition } from "../../support/fakeLink";
import { states } from "../../support/operationEvents";

/** A server "files" whose entry follows files, and the watches that are open. */
function setUp({ fails }: { fails?: Error } = {}) {
  const clock = new FakeClock();
  const reported: unknown[] = [];
  const stream = new EventStream(clock.now.bind(clock), (error) => reported.push(error));
  const open = new Map<string, (path: string) => void>();
  const restarts: string[] = [];
  const logs: string[] = [];
  let current: ServerDefinition | undefined;
  stream.onEvent((event) => void (event.type === "server.log" && logs.push(event.text)));
  const watch = new SourceWatch({
    hub: {
      definition: () => current ?? assert.fail("the server is gone"),
      restart: async (server) => {
        restarts.push(server);
        if (fails) throw fails;
      },
    },
    stream,
    watch: ({ base, pattern }, changed) => {
      const path = `${base}/${pattern}`;
      assert.ok(!open.has(path), `${path} is followed once`);
      open.set(path, changed);
      return { dispose: () => void open.delete(path) };
    },
    variableContext: {
      ...{ env: () => undefined, userHome: "/home/me", pathSeparator: "/", workspaceFolder: () => "/w" },
      readFile: () => Promise.reject(new Error("not read here")),
    },
    clock,
    report: (error) => reported.push(error),
  });
  return {
    ...{ clock, restarts, logs, reported, stream, watch },
    followed: () => [...open.keys()],
    async configure(dev: unknown, more: Partial<ServerDefinition> = {}, launch: Partial<LaunchConfig> = {}) {
      const config = { ...ServerConfig.parse({ command: "node", dev }), ...launch } as LaunchConfig;
      current = definition("files", { entry: { kind: "valid", config }, ...more });
      stream.publish({ type: "server.added", server: "files", label: "files", scope: "user" });
      await turns();
    },
    state: (state: ConnectionState) => stream.publish({ type: "server.state", server: "files", state }),
    change: (path: string) => (open.get(path) ?? assert.fail(`${path} is not followed`))(path),
  };
}

describe("a server whose files are followed", () => {
  it("restarts once after several changes, and says which file it was", async () => {
    const { configure, state, change, clock, restarts, logs } = setUp();
    await configure({ watch: ["src/*.ts", "dist/*.js"] });
    state(states.ready);
    change("/w/src/*.ts");
    clock.pass(299);
    change("/w/dist/*.js");
    clock.pass(299);
    assert.deepEqual(restarts, []);
    clock.pass(1);
    assert.deepEqual(restarts, ["files"]);
    assert.deepEqual(logs, ["/w/dist/*.js has changed. The server restarts."]);
    change("/w/src/*.ts");
    clock.pass(300);
    assert.deepEqual(restarts, ["files", "files"]);
  });

  it("stays as it is while it is stopped, or waits for a person", async () => {
    const { configure, state, change, clock, restarts } = setUp();
    await configure({ watch: "a" });
    for (const one of [{ kind: "stopped", reason: "person" }, states.needsAuth] as ConnectionState[]) {
      state(one);
      change("/w/a");
      clock.pass(300);
    }
    assert.deepEqual(restarts, []);
    state(states.failed);
    change("/w/a");
    clock.pass(300);
    assert.deepEqual(restarts, ["files"], "one that failed may have been mended");
  });

  it("is followed as its entry says now", async () => {
    const { configure, followed, watch, stream, state, change, clock, restarts } = setUp();
    await configure({ watch: "a" });
    await configure({ watch: "a" });
    assert.deepEqual(followed(), ["/w/a"]);
    await configure({ watch: ["b", "c"] });
    assert.deepEqual(followed(), ["/w/b", "/w/c"]);
    await configure({ watch: "a" }, { enabled: false });
    assert.deepEqual(followed(), []);
    await configure({ watch: "a" }, {}, { restricted: true });
    assert.deepEqual(followed(), [], "Restricted Mode keeps it out of the workspace");
    await configure({ watch: "a" });
    state(states.ready);
    change("/w/a");
    stream.publish({ type: "server.removed", server: "files" });
    assert.deepEqual(followed(), []);
    clock.pass(300);
    assert.deepEqual(restarts, []);
    await configure({ watch: "a" });
    watch.dispose();
    assert.deepEqual(followed(), []);
  });

  it("says which pattern cannot be followed, and follows the others", async () => {
    const { configure, followed, logs } = setUp();
    await configure({ watch: ["${env:X}/a", "b"] });
    assert.deepEqual(followed(), ["/w/b"]);
    assert.deepEqual(logs, ['"dev.watch" cannot be followed: ${env:X} has no value here.']);
  });

  for (const [fails, count] of [
    [new HubError("exited", "It ended."), 0],
    [new Error("a defect"), 1],
  ] as const)
    it(`reports a restart that fails only if the server's state does not say it: ${fails.message}`, async () => {
      const { configure, state, change, clock, reported } = setUp({ fails });
      await configure({ watch: "a" });
      state(states.ready);
      change("/w/a");
      clock.pass(300);
      await turns();
      assert.equal(reported.length, count);
    });
});

import assert from "node:assert/strict";
import { logLine, logRateLimit } from "../../../src/editor/logs/logLine";
import { createBatcher } from "../../../src/editor/ui/batcher";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { apply, emptyView } from "../../../src/protocol/hubView";
import { FakeClock } from "../../support/fakeClock";

const added: HubEvent = { type: "server.added", server: "files", label: "Files", scope: "user" };
const view = apply(emptyView, added);
const line = (event: HubEvent) => {
  const said = logLine(event, view);
  return said && [said.server, said.level, said.text];
};
const error = { code: "exited", message: "It ended with code 1." } as const;
const call = { call: "call-1", server: "files", tool: "read" } as const;

describe("what the logs say", () => {
  const rows: [HubEvent, ReturnType<typeof line>][] = [
    [{ type: "hub.log", level: "warning", text: "Careful." }, [undefined, "warning", "Careful."]],
    [
      { type: "server.log", server: "files", level: "error", from: "stderr", text: "boom" },
      ["files", "error", "[stderr] boom"],
    ],
    [
      { type: "server.state", server: "files", state: { kind: "failed", error } },
      ["files", "error", "[state] Failed. It ended with code 1."],
    ],
    [
      { type: "server.state", server: "files", state: { kind: "starting", attempt: 1, losses: 0 } },
      ["files", "info", "[state] Connecting"],
    ],
    [
      { type: "server.notification", server: "files", method: "notifications/x", params: "{}" },
      ["files", "debug", "[notification] notifications/x {}"],
    ],
    [
      { type: "call.started", ...call, door: "chat", args: '{"a":1}' },
      ["files", "info", '[call-1] read called by chat: {"a":1}'],
    ],
    [
      { type: "call.progress", ...call, progress: 1, total: 3, message: "one" },
      ["files", "debug", "[call-1] read 1/3 one"],
    ],
    [{ type: "call.task", ...call, door: "chat" }, ["files", "info", "[call-1] read runs as a task"]],
    [
      { type: "server.tasks", server: "files", left: [{ key: "task-1", tool: "dig", ended: false }] },
      ["files", "info", "[tasks] left from before: dig"],
    ],
    [
      { type: "call.ended", ...call, outcome: "ok", ms: 12.4 },
      ["files", "info", "[call-1] read ended: ok after 12 ms"],
    ],
    [
      { type: "call.ended", ...call, outcome: "failed", ms: 5, error },
      ["files", "error", "[call-1] read ended: failed after 5 ms. It ended with code 1."],
    ],
    [{ type: "server.order", servers: [] }, undefined],
    [{ type: "config.read", problems: [] }, undefined],
    [
      {
        type: "config.read",
        problems: [{ scope: "user", path: ["mcpHub.servers", "a"], severity: "error", message: "No command." }],
      },
      [undefined, "warning", "The settings hold problems:\nmcpHub.servers › a: No command."],
    ],
  ];
  for (const [event, expected] of rows) it(event.type, () => assert.deepEqual(line(event), expected));
});

describe("the budget of a server's log", () => {
  it("drops a flood, and says afterwards how much it dropped", () => {
    const clock = new FakeClock();
    const take = logRateLimit(() => clock.now());
    const written = Array.from({ length: 5000 }, take).filter(({ write }) => write);
    assert.equal(written.length, 2000);
    clock.pass(10_000);
    assert.deepEqual(take(), { write: true, dropped: 3000 });
    assert.deepEqual(take(), { write: true, dropped: 0 });
  });

  it("costs a quiet server nothing", () => {
    const clock = new FakeClock();
    const take = logRateLimit(() => clock.now());
    for (let at = 0; at < 5000; at++) {
      clock.pass(100);
      assert.deepEqual(take(), { write: true, dropped: 0 });
    }
  });
});

describe("gathering changes", () => {
  it("passes on once what came within the time, each thing once", () => {
    const clock = new FakeClock();
    const passed: string[][] = [];
    const changes = createBatcher<string>(clock, 100, (items) => passed.push([...items]));
    for (const item of ["a", "b", "a"]) changes.add(item);
    clock.pass(99);
    assert.deepEqual(passed, []);
    clock.pass(1);
    changes.add("c");
    clock.pass(100);
    assert.deepEqual(passed, [["a", "b"], ["c"]]);
  });

  it("passes nothing on after it is let go, and leaves no timer", () => {
    const clock = new FakeClock();
    const passed: unknown[] = [];
    const changes = createBatcher<string>(clock, 100, (items) => passed.push(items));
    changes.add("a");
    changes.dispose();
    changes.add("b");
    clock.pass(1000);
    assert.deepEqual([passed.length, clock.waiting], [0, 0]);
  });
});

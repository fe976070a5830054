import assert from "node:assert/strict";
import { logLine } from "../../../src/editor/logs/logLine";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { apply, emptyView } from "../../../src/protocol/hubView";
import { atServer, requestFacts } from "../../support/requestFacts";

const added: HubEvent = { type: "server.added", server: "files", label: "Files", scope: "user" };
const view = apply(emptyView, added);
const line = (event: HubEvent) => {
  const logged = logLine(event, view);
  return logged && [logged.server, logged.level, logged.text];
};
const error = { code: "exited", message: "It ended with code 1." } as const;
const call = requestFacts({ caller: { door: "chat" } });

describe("a line of the log", () => {
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
      { type: "server.signInFailed", server: "files", error: { code: "needs-auth", message: "It failed." } },
      ["files", "warning", "[account] It failed."],
    ],
    [
      { type: "server.refused", server: "files", status: 403 },
      ["files", "debug", "[account] the server refused a request (HTTP 403)"],
    ],
    [{ type: "call.started", ...call, args: '{"a":1}' }, ["files", "info", '[call-1] read called by chat: {"a":1}']],
    [
      { type: "call.progress", ...call, progress: 1, total: 3, message: "one" },
      ["files", "debug", "[call-1] read 1/3 one"],
    ],
    [{ type: "call.task", ...call }, ["files", "info", "[call-1] read runs as a task"]],
    [
      { type: "server.tasks", server: "files", left: [{ key: "task-1", tool: "dig", ended: false }] },
      ["files", "info", "[tasks] from an earlier session: dig"],
    ],
    [
      { type: "call.ended", ...call, outcome: "ok", ms: 12.4, split: atServer(12.4) },
      ["files", "info", "[call-1] read ended: ok after 12 ms"],
    ],
    [
      { type: "call.ended", ...call, outcome: "failed", ms: 5, split: atServer(5), error },
      ["files", "error", "[call-1] read ended: failed after 5 ms. It ended with code 1."],
    ],
    [{ type: "server.order", servers: [] }, undefined],
    [{ type: "config.read", problems: [] }, undefined],
    [
      {
        type: "config.read",
        problems: [{ scope: "user", path: ["mcpHub.servers", "a"], severity: "error", message: "No command." }],
      },
      [undefined, "warning", "The settings have problems:\nmcpHub.servers › a: No command."],
    ],
  ];
  for (const [event, expected] of rows) it(event.type, () => assert.deepEqual(line(event), expected));
});

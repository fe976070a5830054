import assert from "node:assert/strict";
import { noteOf } from "../../../../src/editor/panel/views/noteOf";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { log, note, ready, stamped, state } from "../../../panel/panelFixture";
import { ended } from "../../../support/operationEvents";

const error = { code: "needs-auth", message: 'Sign in to "a".' } as const;
const server = "a";
const notification = (method: string): HubEvent => ({ type: "server.notification", server, method, params: "{}" });
const pin = { type: "pin.changed", server, of: "tool", name: "read", pinned: "1", digest: "2" } as const;
const problem = { scope: "user", path: ["mcpHub.servers", "a"], message: "It is wrong." } as const;

const rows: [event: HubEvent, name: string | undefined, text?: string][] = [
  [note(server, 1), "notifications/resources/updated", '{"uri":"file:///project/1.md"}'],
  [notification("vendor/own"), "vendor/own", "{}"],
  [notification("notifications/progress"), undefined],
  [notification("notifications/cancelled"), undefined],
  [notification("notifications/message"), undefined],
  [{ type: "server.log", server, level: "info", from: "server", text: "hello" }, "notifications/message", "hello"],
  [{ type: "server.log", server, level: "warning", from: "hub", text: "odd" }, "log", "odd"],
  [{ type: "server.log", server, level: "info", from: "hub", text: "fine" }, undefined],
  [log(server, "on standard error", "error"), undefined],
  [{ type: "hub.log", level: "error", text: "broken" }, "log", "broken"],
  [{ type: "hub.log", level: "info", text: "fine" }, undefined],
  [state(server, { kind: "failed", error }), "failed", error.message],
  [state(server, { kind: "needs-auth", error }), "needs-auth", error.message],
  [state(server, { kind: "needs-consent", error }), "needs-consent", error.message],
  [state(server, ready), undefined],
  [pin, "changed", 'The definition of "read" on "a" changed since you allowed it.'],
  [{ type: "server.signInFailed", server, error }, "sign-in", error.message],
  [{ type: "breaker.changed", server, state: "open" }, "breaker"],
  [{ type: "breaker.changed", server, state: "closed" }, undefined],
  [{ type: "rate.changed", server, perMinute: 30 }, "rate"],
  [{ type: "rate.changed", server }, undefined],
  [{ type: "server.tasks", server, left: [{ key: "1", tool: "build", ended: true }] }, "tasks"],
  [{ type: "server.tasks", server, left: [] }, undefined],
  [
    { type: "config.read", problems: [{ ...problem, severity: "error" }] },
    "settings",
    "mcpHub.servers › a: It is wrong.",
  ],
  [{ type: "config.read", problems: [{ ...problem, severity: "warning" }] }, undefined],
  [ended(), undefined],
];

describe("a notice of the panel", () => {
  for (const [event, name, text] of rows)
    it(`${event.type} ${JSON.stringify(event).slice(0, 90)} → ${name}`, () => {
      const [stampedEvent] = stamped([event]);
      const made = stampedEvent && noteOf(stampedEvent);
      assert.equal(made?.name, name);
      if (text !== undefined) assert.equal(made?.text, text);
      const isOfServer =
        event.type === "server.notification" || (event.type === "server.log" && event.from === "server");
      if (made) assert.equal(made.from, isOfServer ? "server" : "hub");
      if (made && "server" in event) assert.equal(made.server, server);
    });
});

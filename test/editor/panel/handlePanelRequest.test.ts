import assert from "node:assert/strict";
import { HubError } from "../../../src/core/kernel/hubError";
import { handlePanelRequest } from "../../../src/editor/panel/handlePanelRequest";
import type { PanelHandlers, PanelRequest } from "../../../src/protocol/panelMessages";

/** Handlers that record their calls. */
function recording(overrides: Partial<PanelHandlers> = {}) {
  const asked: unknown[][] = [];
  const note =
    (method: PanelRequest) =>
    (...params: unknown[]) =>
      void asked.push([method, ...params]);
  const handlers: PanelHandlers = {
    ready: note("ready"),
    connect: note("connect"),
    disconnect: note("disconnect"),
    restart: note("restart"),
    showLog: note("showLog"),
    openSettings: note("openSettings"),
    copy: note("copy"),
    content: () => ({ parts: [], more: 1 }),
    openPart: note("openPart"),
    clear: note("clear"),
    message: () => "{}",
    openResult: note("openResult"),
    openText: note("openText"),
    cancel: note("cancel"),
    callAgain: note("callAgain"),
    editCall: note("editCall"),
    copyAs: note("copyAs"),
    exportRows: note("exportRows"),
    importRows: () => undefined,
    signIn: note("signIn"),
    setLogLevel: note("setLogLevel"),
    diagnose: note("diagnose"),
    serverCards: () => [],
    toolCosts: () => ({ total: 0, tools: [], more: 0 }),
    figures: () => ({ to: 0, periods: [], hour: { calls: 0, errors: 0 }, rows: [] }),
    notes: () => ({ notes: [], unread: 0, seen: 0, muted: [], dropped: 0 }),
    unread: () => 0,
    seen: note("seen"),
    mute: note("mute"),
    unmute: note("unmute"),
    clearNotes: note("clearNotes"),
    ...overrides,
  };
  return { asked, handlers };
}

const unexpected = (error: unknown) => assert.fail(String(error));

describe("the panel's requests", () => {
  it("each reach their own handler and get a reply", async () => {
    const { asked, handlers } = recording();
    const methods = [
      "ready",
      "connect",
      "disconnect",
      "restart",
      "showLog",
      "openSettings",
      "copy",
      "cancel",
      "callAgain",
      "editCall",
      "openResult",
    ];
    for (const [id, method] of methods.entries()) {
      const params = method === "ready" ? [] : ["x"];
      assert.deepEqual(await handlePanelRequest(handlers, { id, method, params }, unexpected), {
        type: "reply",
        id,
        ok: true,
      });
    }
    assert.deepEqual(asked, [["ready"], ...methods.slice(1).map((method) => [method, "x"])]);
  });

  it("are answered with the requested value, or without one", async () => {
    const { asked, handlers } = recording();
    const content = { id: 1, method: "content", params: ["call-1"] };
    const value = { parts: [], more: 1 };
    assert.deepEqual(await handlePanelRequest(handlers, content, unexpected), {
      type: "reply",
      id: 1,
      ok: true,
      value,
    });
    const gone = recording({ content: () => undefined }).handlers;
    assert.deepEqual(await handlePanelRequest(gone, content, unexpected), { type: "reply", id: 1, ok: true });
    await handlePanelRequest(handlers, { id: 2, method: "openPart", params: ["call-1", 3] }, unexpected);
    assert.deepEqual(asked, [["openPart", "call-1", 3]]);
  });

  it("are answered with the hub's error", async () => {
    const restart = () => Promise.reject(new HubError("spawn-failed", 'The command of "files" was not found.'));
    const { handlers } = recording({ restart });
    assert.deepEqual(await handlePanelRequest(handlers, { id: 3, method: "restart", params: ["files"] }, unexpected), {
      type: "reply",
      id: 3,
      ok: false,
      error: { code: "spawn-failed", message: 'The command of "files" was not found.' },
    });
  });

  it("reach no handler if they are invalid, which is reported", async () => {
    const { asked, handlers } = recording();
    const reports: unknown[] = [];
    const reply = await handlePanelRequest(handlers, { id: 1, method: "close", params: [] }, (error) =>
      reports.push(error),
    );
    assert.equal(reply, undefined);
    assert.deepEqual(asked, []);
    assert.equal(reports.length, 1);
  });
});

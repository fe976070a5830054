import assert from "node:assert/strict";
import { HubError } from "../../../src/core/kernel/hubError";
import { handlePanelRequest } from "../../../src/editor/panel/handlePanelRequest";
import type { PanelHandlers, PanelRequest } from "../../../src/protocol/panelMessages";

/** Handlers that note what they were asked. */
function noting(overrides: Partial<PanelHandlers> = {}) {
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
    ...overrides,
  };
  return { asked, handlers };
}

const unexpected = (error: unknown) => assert.fail(String(error));

describe("the panel's requests", () => {
  it("each reach their own handler, and are answered", async () => {
    const { asked, handlers } = noting();
    const methods = ["ready", "connect", "disconnect", "restart", "showLog", "openSettings", "copy"];
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

  it("are answered with what was asked for, or with nothing", async () => {
    const { asked, handlers } = noting();
    const content = { id: 1, method: "content", params: ["call-1"] };
    const value = { parts: [], more: 1 };
    assert.deepEqual(await handlePanelRequest(handlers, content, unexpected), {
      type: "reply",
      id: 1,
      ok: true,
      value,
    });
    const gone = noting({ content: () => undefined }).handlers;
    assert.deepEqual(await handlePanelRequest(gone, content, unexpected), { type: "reply", id: 1, ok: true });
    await handlePanelRequest(handlers, { id: 2, method: "openPart", params: ["call-1", 3] }, unexpected);
    assert.deepEqual(asked, [["openPart", "call-1", 3]]);
  });

  it("are answered with the failure, in the hub's words", async () => {
    const restart = () => Promise.reject(new HubError("spawn-failed", 'The command of "files" was not found.'));
    const { handlers } = noting({ restart });
    assert.deepEqual(await handlePanelRequest(handlers, { id: 3, method: "restart", params: ["files"] }, unexpected), {
      type: "reply",
      id: 3,
      ok: false,
      error: { code: "spawn-failed", message: 'The command of "files" was not found.' },
    });
  });

  it("reach nobody when they are none, and that is reported", async () => {
    const { asked, handlers } = noting();
    const reports: unknown[] = [];
    const reply = await handlePanelRequest(handlers, { id: 1, method: "close", params: [] }, (error) =>
      reports.push(error),
    );
    assert.equal(reply, undefined);
    assert.deepEqual(asked, []);
    assert.equal(reports.length, 1);
  });
});

import assert from "node:assert/strict";
import { EventStream } from "../../../src/core/hub/eventStream";
import { nothingEarlier } from "../../../src/core/operations/history/earlierActivity";
import { connectPage, type PageDeps } from "../../../src/editor/panel/connectPage";
import { PanelHistory } from "../../../src/editor/panel/history/panelHistory";
import { MovedState } from "../../../src/editor/panel/movedState";
import { added, log } from "../../panel/panelFixture";
import { FakeClock } from "../../support/fakeClock";

const unexpected = (error: unknown) => assert.fail(String(error));

/** A hub, and places of its page. */
function setUp() {
  const clock = new FakeClock();
  const stream = new EventStream(() => clock.now(), unexpected);
  const history = new PanelHistory(stream);
  let watchers = 0;
  const notCalled = () => assert.fail("No request was made.");
  const copied: string[] = [];
  const handlers = new Proxy({} as PageDeps["handlers"], {
    get: (_, name) => (name === "copy" ? (text: string) => copied.push(text) : notCalled),
    has: () => true,
    ownKeys: () => ["copy"],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  });
  const deps: PageDeps = {
    ...{ clock, stream, history, handlers, state: new MovedState(), report: unexpected },
    watchTraffic: () => {
      watchers++;
      return { dispose: () => watchers-- };
    },
  };
  const open = (recordsHidden: boolean, more: Partial<PageDeps> = {}) => {
    const posted: { type: string; events?: readonly unknown[] }[] = [];
    let visible = true;
    let hear: (message: unknown) => void = () => {};
    let changed = () => {};
    const webview = {
      html: "",
      cspSource: "vscode-resource:",
      postMessage: async (message: { type: string }) => posted.push(message) > 0,
      onDidReceiveMessage: (listener: (message: unknown) => void) => {
        hear = listener;
        return { dispose: () => (hear = () => {}) };
      },
    };
    const page = connectPage(
      {
        webview,
        uriOf: (name) => `https://files/${name}`,
        isVisible: () => visible,
        onVisibility: (listener) => {
          changed = listener;
          return { dispose: () => (changed = () => {}) };
        },
        recordsHidden,
      },
      { ...deps, ...more },
    );
    const show = (now: boolean) => {
      visible = now;
      changed();
    };
    const ask = async (method: string, ...params: readonly unknown[]) => {
      hear({ id: 1, method, params });
      await new Promise((resolve) => setImmediate(resolve));
    };
    return { page, webview, posted, show, ask, says: (message: unknown) => hear(message) };
  };
  return { ...deps, open, copied, watchers: () => watchers };
}

describe("a place of the page", () => {
  it("records messages on the wire while a view is visible, and an editor is open", () => {
    const { open, watchers } = setUp();
    const view = open(false);
    assert.equal(watchers(), 1);
    view.show(false);
    assert.equal(watchers(), 0);
    view.show(true);
    view.show(true);
    assert.equal(watchers(), 1);
    const editor = open(true);
    assert.equal(watchers(), 2);
    editor.show(false);
    assert.equal(watchers(), 2);
    editor.page.dispose();
    assert.equal(watchers(), 1);
    view.page.dispose();
    assert.equal(watchers(), 0);
  });

  it("gives each page the same past, and what happens while it is visible", async () => {
    const { open, stream } = setUp();
    stream.publish(added("a"));
    stream.publish(log("a", "before"));
    const [view, editor] = [open(false), open(true)];
    await view.ask("ready");
    await editor.ask("ready");
    for (const { posted } of [view, editor]) assert.equal(posted[0]?.events?.length, 2);
    view.show(false);
    stream.publish(log("a", "while the view is hidden"));
    view.show(true);
    await view.ask("ready");
    assert.equal(view.posted.filter(({ type }) => type === "snapshot").at(-1)?.events?.length, 3);
  });

  it("clears the past of both", async () => {
    const { open, stream, history } = setUp();
    stream.publish(log("a", "before"));
    await open(false).ask("clear", 1);
    assert.deepEqual(history.events, []);
  });

  it("keeps what the page did not know yet when it was cleared", async () => {
    const { open, stream, history } = setUp();
    for (const text of ["shown", "on its way"]) stream.publish(log("a", text));
    await open(false).ask("clear", 1);
    assert.deepEqual(
      history.events.map(({ seq }) => seq),
      [2],
    );
  });

  it("does not tell a page of a past that is cleared before it was told", async () => {
    const { open, stream } = setUp();
    for (let n = 0; n < 400; n++) stream.publish(log("a", `${n}`));
    const view = open(false);
    const asked = view.ask("ready");
    const cleared = view.ask("clear", 400);
    await Promise.all([asked, cleared]);
    assert.deepEqual(
      view.posted.map(({ type }) => type).filter((type) => type !== "reply"),
      ["snapshot"],
    );
  });

  it("feeds nothing to a page that was hidden while the past was loaded", async () => {
    const { open, clock, stream, handlers, report } = setUp();
    let loaded = () => {};
    const history = new PanelHistory(stream, undefined, {
      loaded: nothingEarlier,
      load: () => new Promise((resolve) => (loaded = resolve)),
      clear: async () => {},
    });
    const view = open(false, { clock, stream, handlers, report, history });
    await view.ask("ready");
    view.show(false);
    loaded();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(
      view.posted.map(({ type }) => type),
      ["reply"],
    );
  });

  it("answers the page until it is gone, and then says nothing", async () => {
    const { open, copied } = setUp();
    const { ask, posted, page } = open(true);
    await ask("copy", "text");
    assert.deepEqual([copied, posted.map(({ type }) => type)], [["text"], ["reply"]]);
    page.dispose();
    await ask("copy", "more");
    assert.deepEqual([copied.length, posted.length], [1, 1]);
  });

  it("is opened as the page was elsewhere, and loaded again in another state", async () => {
    const { open, state } = setUp();
    const editor = open(true);
    assert.match(editor.webview.html, /<script nonce="([\w-]+)">\{\nconst api = acquireVsCodeApi.*?nonce="\1" src=/s);
    editor.says({ type: "state", state: { filter: { search: "$& needle" } } });
    const view = open(false);
    assert.ok(view.webview.html.includes('{"filter":{"search":"$& needle"}}'), view.webview.html);
    state.showCard("files");
    view.page.load();
    const html = view.webview.html;
    assert.ok(html.includes('{"filter":{"search":"$& needle"},"tab":"servers","card":"files"}'), html);
  });
});

import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { MovedState, stateScript } from "../../../src/editor/panel/movedState";

interface Api {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): unknown;
}

/** A webview as VS Code has it: what it keeps, and what its page posts. `load` runs the script, and gives the API that the page gets. */
function aWebview() {
  const posted: unknown[] = [];
  let kept: unknown;
  const api: Api = {
    postMessage: (message) => posted.push(message),
    getState: () => kept,
    setState: (state) => (kept = state),
  };
  const load = (script: string): Api => {
    const page = { acquireVsCodeApi: () => api };
    runInNewContext(script, page);
    return page.acquireVsCodeApi();
  };
  return { load, posted, kept: () => kept };
}

/** A value of another context as one of this one. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("what the page keeps", () => {
  it("is told to the host, and moves to another place", () => {
    const state = new MovedState();
    const editor = aWebview();
    editor.load(stateScript("1", state.latest)).setState({ filter: { search: "</script>" } });
    assert.ok(state.hear(editor.posted[0]));
    const script = stateScript("2", state.latest);
    assert.ok(!script.includes("</script>"), script);
    assert.deepEqual(plain(aWebview().load(script).getState()), { filter: { search: "</script>" } });
  });

  it("is newer where VS Code has it than in a document that is loaded again", () => {
    const state = new MovedState();
    state.set({ at: "first" });
    const webview = aWebview();
    const script = stateScript("1", state.latest);
    webview.load(script).setState({ at: "second" });
    assert.deepEqual(plain(webview.load(script).getState()), { at: "second" });
    // Another document is made with the latest of all places.
    assert.deepEqual(plain(webview.load(stateScript("2", '{"at":"third"}')).getState()), { at: "third" });
  });

  it("comes back after the window is loaded again, and says when there is another", () => {
    let changes = 0;
    const state = new MovedState({ at: "kept" }, () => changes++);
    assert.equal(state.latest, '{"at":"kept"}');
    state.set({ at: "kept" });
    assert.equal(changes, 0);
    state.set({ at: "other" });
    assert.equal(changes, 1);
    assert.equal(new MovedState("x".repeat(200_000)).latest, "null");
    assert.equal(new MovedState(undefined).latest, "null");
  });

  it("passes all else on to VS Code", () => {
    const webview = aWebview();
    webview.load(stateScript("1", "null")).postMessage({ id: 1, method: "ready", params: [] });
    assert.deepEqual(plain(webview.posted), [{ id: 1, method: "ready", params: [] }]);
    for (const other of [{ id: 1, method: "ready", params: [] }, null, "state", { type: "reply" }])
      assert.equal(new MovedState().hear(other), false);
  });

  it("is bounded", () => {
    const state = new MovedState();
    state.set({ at: "kept" });
    assert.ok(state.hear({ type: "state", state: "x".repeat(200_000) }));
    assert.equal(state.latest, '{"at":"kept"}');
    state.set(undefined);
    assert.equal(state.latest, "null");
  });

  it("shows the card of a server, and keeps everything else", () => {
    const state = new MovedState();
    assert.ok(state.showCard("files"));
    assert.equal(state.latest, '{"tab":"servers","card":"files"}');
    state.set({ moreFilters: true, tab: "traffic", filter: { search: "x", server: "other" } });
    assert.ok(state.showCard("files"));
    assert.equal(
      state.latest,
      '{"moreFilters":true,"tab":"servers","filter":{"search":"x","server":"other"},"card":"files"}',
    );
  });

  it("stays as it is where it shows that card already", () => {
    const state = new MovedState();
    state.showCard("files");
    state.set({ tab: "servers", folded: ["other"] });
    assert.ok(!state.showCard("files"));
    assert.ok(state.showCard("other"), "another one");
    state.set({ tab: "servers", folded: ["other"] });
    assert.ok(state.showCard("other"), "the person folded it");
    state.set({ tab: "metrics" });
    assert.ok(state.showCard("other"), "the person went elsewhere");
  });
});

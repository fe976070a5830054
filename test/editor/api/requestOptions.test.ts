import assert from "node:assert/strict";
import { openOptions } from "../../../src/editor/api/requestOptions";

/** A token of VS Code, and how many listen to it. */
function aToken(isCancellationRequested = false) {
  const listeners = new Set<() => void>();
  const onCancellationRequested = (listener: () => void) => {
    listeners.add(listener);
    return { dispose: () => listeners.delete(listener) };
  };
  return { token: { isCancellationRequested, onCancellationRequested }, listeners };
}

describe("the options of a request", () => {
  it("are none where none are given", () => {
    for (const given of [undefined, {}]) {
      const options = openOptions(given);
      assert.equal(options.signal.aborted, false);
      assert.ok(!("limitMs" in options) && !("onProgress" in options));
      options.dispose();
    }
  });

  it("are cancelled by a signal, a token, or either of both", () => {
    const abort = new AbortController();
    const { token, listeners } = aToken();
    const both = openOptions({ signal: abort.signal, token });
    const bySignal = openOptions({ signal: abort.signal });
    assert.equal(both.signal.aborted, false);
    abort.abort();
    assert.deepEqual([both.signal.aborted, bySignal.signal.aborted], [true, true]);
    const byToken = openOptions({ token });
    for (const listener of [...listeners]) listener();
    assert.equal(byToken.signal.aborted, true);
  });

  it("are cancelled from the start where what they are given is", () => {
    assert.equal(openOptions({ signal: AbortSignal.abort() }).signal.aborted, true);
    assert.equal(openOptions({ token: aToken(true).token }).signal.aborted, true);
    assert.equal(openOptions({ token: aToken(true).token, signal: new AbortController().signal }).signal.aborted, true);
  });

  it("listen to nobody once the request has ended", () => {
    const abort = new AbortController();
    const { token, listeners } = aToken();
    const options = openOptions({ signal: abort.signal, token });
    assert.equal(listeners.size, 1);
    options.dispose();
    assert.equal(listeners.size, 0);
    abort.abort();
    assert.equal(options.signal.aborted, false);
  });

  it("have a time limit above zero", () => {
    assert.equal(openOptions({ timeoutMs: 0.5 }).limitMs, 0.5);
    for (const timeoutMs of [0, -1, "5", null, Number.NaN])
      assert.throws(() => openOptions({ timeoutMs }), /timeoutMs.*milliseconds/);
  });

  it("take only what they name", () => {
    const heard: unknown[] = [];
    openOptions({ onProgress: (value: unknown) => heard.push(value) }).onProgress?.({ progress: 1 });
    assert.deepEqual(heard, [{ progress: 1 }]);
    assert.throws(() => openOptions({ onProgress: 1 }), /onProgress/);
    const { token } = aToken();
    for (const signal of [{}, null, "x"]) assert.throws(() => openOptions({ signal }), /signal.*AbortSignal/);
    const tokens = [{}, null, { ...token, isCancellationRequested: 1 }, { ...token, onCancellationRequested: 1 }];
    for (const one of tokens) assert.throws(() => openOptions({ token: one }), /token.*CancellationToken/);
    assert.throws(() => openOptions(7), /options/);
  });
});

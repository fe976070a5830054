import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExtensionContext } from "vscode";
import { KeptResults } from "../../../src/core/calls/keptResults";
import { newCall } from "../../../src/core/calls/toolCall";
import { defaultOptions } from "../../../src/core/config/schema/settings";
import { EventStream } from "../../../src/core/hub/eventStream";
import { windowHistory } from "../../../src/window/windowHistory";
import { FakeClock } from "../../support/fakeClock";
import { atServer, requestFacts } from "../../support/requestFacts";

describe("the history of a window on disk", () => {
  let base: string;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), "hub-history-"));
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  function open(workspace: string | undefined) {
    const clock = new FakeClock();
    const options = { ...defaultOptions, history: true };
    const kept = new KeptResults();
    const [reports, shown]: [unknown[], string[]] = [[], []];
    const stream = new EventStream(clock.now.bind(clock), (error) => assert.fail(String(error)));
    const storageUri = workspace === undefined ? undefined : { toString: () => workspace };
    const history = windowHistory({
      ...{ stream, kept, clock, options: () => options },
      context: { globalStorageUri: { fsPath: base }, storageUri } as unknown as ExtensionContext,
      report: (error) => reports.push(error),
      show: (text) => shown.push(text),
    });
    const call = async (args: Record<string, unknown>) => {
      const signal = new AbortController().signal;
      const made = newCall({ server: "files", tool: "read", args, caller: { door: "chat" }, signal });
      await kept.calls.layer(async () => undefined)(made);
      const facts = requestFacts({ call: made.id });
      stream.publish({ type: "call.started", ...facts, args: "{}" });
      stream.publish({ type: "call.ended", ...facts, outcome: "ok", ms: 1, split: atServer(1) });
      return made.id;
    };
    return { history, call, options, stream, reports, shown };
  }

  it("has a call of the last run of this workspace with its arguments, and none of another workspace", async () => {
    const before = open("file:///one");
    const id = await before.call({ path: "a.md" });
    await before.history.close();
    const [same, other] = [open("file:///one"), open(undefined)];
    await Promise.all([same.history.load(), other.history.load()]);
    assert.deepEqual(same.history.loaded.call(id)?.args, { path: "a.md" });
    assert.equal(same.history.loaded.events.length, 2);
    assert.equal(other.history.loaded.events.length, 0);
    assert.deepEqual([before.reports, same.reports, other.reports], [[], [], []]);
  });

  it("is removed, of every workspace, when it is turned off in one", async () => {
    for (const workspace of ["file:///one", "file:///two"]) {
      const window = open(workspace);
      await window.call({});
      await window.history.close();
    }
    assert.equal(readdirSync(join(base, "history")).length, 2);
    const window = open("file:///one");
    window.options.history = false;
    window.stream.publish({ type: "config.read", problems: [] });
    await window.history.close();
    assert.deepEqual(readdirSync(base), []);
  });

  it("says once where and why nothing can be written, and what to do", async () => {
    writeFileSync(join(base, "history"), "in its place");
    const window = open("file:///one");
    await window.call({});
    await window.history.close();
    assert.equal(window.reports.length, 1);
    assert.equal(window.shown.length, 1);
    assert.match(
      window.shown[0] ?? "",
      /cannot be kept on disk \((ENOTDIR|EEXIST)\)\. The panel keeps it in memory only\. Make room in .*history, or turn off/,
    );
  });
});

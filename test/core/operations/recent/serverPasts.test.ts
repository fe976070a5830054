import assert from "node:assert/strict";
import { checksKept, linesKept, ServerPasts } from "../../../../src/core/operations/recent/serverPasts";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { log, ready } from "../../../panel/panelFixture";
import { added, changed, stamp } from "../../../support/operationEvents";

function fold(...events: (readonly [event: HubEvent, at: number])[]) {
  const pasts = new ServerPasts();
  for (const [event, at] of [[added(), 1] as const, ...events]) pasts.follow(stamp(event, at));
  return pasts.of("files");
}

const ping = (ms?: number): HubEvent => ({
  ...{ type: "server.ping", server: "files", ok: ms !== undefined },
  ...(ms !== undefined && { ms }),
});
const waiting = changed({ kind: "waiting", attempt: 0, losses: 1, error: { code: "transport", message: "Gone." } });

describe("the past of a server", () => {
  it("says since when it is in its state, whatever else changes in that state", () => {
    assert.equal(fold()?.since, 1);
    const starting = (attempt: number) => changed({ kind: "starting", attempt, losses: 0 });
    assert.equal(fold([starting(1), 5], [starting(2), 9])?.since, 5);
    assert.equal(fold([starting(1), 5], [changed(ready), 9])?.since, 9);
  });

  it("keeps the last lines of standard error, and nothing that it logs otherwise", () => {
    const other: HubEvent = { type: "server.log", server: "files", level: "info", from: "server", text: "no" };
    assert.deepEqual(fold([log("files", "a"), 2], [other, 3], [log("files", "b"), 4])?.said, [
      { at: 2, text: "a" },
      { at: 4, text: "b" },
    ]);
    const lines = Array.from({ length: linesKept + 3 }, (_, n) => [log("files", `${n}`), n] as const);
    const said = fold(...lines)?.said ?? [];
    assert.deepEqual([said.length, said.at(-1)?.text], [linesKept, `${linesKept + 2}`]);
    const long = fold([log("files", "x".repeat(4000)), 2])?.said ?? [];
    assert.equal(long[0]?.text.length, 2000);
  });

  it("keeps the last health checks, and a lost connection as one without an answer", () => {
    assert.deepEqual(fold([changed(ready), 2], [ping(8), 3], [ping(), 4], [waiting, 5])?.checks, [
      { at: 3, ms: 8 },
      { at: 4 },
      { at: 5 },
    ]);
    const stopped = changed({ kind: "stopped", reason: "person" });
    assert.deepEqual(fold([changed(ready), 2], [stopped, 5])?.checks, [], "the person stopped it");
    const many = Array.from({ length: checksKept + 3 }, (_, n) => [ping(n), n] as const);
    assert.equal(fold(...many)?.checks.length, checksKept);
  });

  it("is forgotten with its server", () => {
    assert.equal(fold([{ type: "server.removed", server: "files" }, 2], [log("files", "late"), 3]), undefined);
  });
});

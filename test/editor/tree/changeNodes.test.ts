import assert from "node:assert/strict";
import type { PinSubject } from "../../../src/core/pins/pinStore";
import { changeNodes } from "../../../src/editor/tree/changeNodes";

const tools = (count: number): PinSubject[] =>
  Array.from({ length: count }, (_, at) => ({ kind: "tool", name: `t${at}` }));
const texts = (changes: readonly PinSubject[]) =>
  changeNodes("files", "server/files", changes).map((node) => (node.kind === "message" ? node.text : node.kind));

describe("what changed since a person allowed it, in the tree", () => {
  it("has a line each, of which five are shown", () => {
    assert.deepEqual(texts([]), []);
    assert.deepEqual([texts(tools(5)).length, texts(tools(6)).length], [5, 5]);
  });

  it("is named by its kind", () => {
    const changes: PinSubject[] = [...tools(1), { kind: "prompt", name: "ask" }, { kind: "instructions", name: "" }];
    assert.deepEqual(texts(changes), [
      '"t0" changed since you allowed it',
      'The prompt "ask" changed since you allowed it',
      "Its instructions changed",
    ]);
    assert.deepEqual(changeNodes("files", "server/files", changes)[1], {
      ...{ id: "server/files/changed/prompt/ask", kind: "message", server: "files", severity: "warning" },
      ...{ text: 'The prompt "ask" changed since you allowed it', of: "prompt", name: "ask" },
    });
  });

  it("has a name of eighty characters at most", () =>
    assert.match(texts([{ kind: "tool", name: "n".repeat(90) }])[0] ?? "", /^"n{80}(?!n)/));
});

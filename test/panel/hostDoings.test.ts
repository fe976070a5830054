import assert from "node:assert/strict";
import { hostDoings } from "../../webview-ui/hostDoings";
import type { HostPort } from "../../webview-ui/hostPort";
import type { CallOfRow, Row } from "../../webview-ui/row";
import { start } from "./panelFixture";

const content = { parts: [{ kind: "text", text: "Chapters" }], more: 0 };

/** A host that answers each method with a value of `values`, and fails where there is an error. */
function hostOf(values: Readonly<Record<string, unknown>> = { content }) {
  const asked: unknown[][] = [];
  const failures: unknown[] = [];
  const request = async (...one: unknown[]) => {
    asked.push(one);
    const value = values[String(one[0])];
    if (value instanceof Error) throw value;
    return value;
  };
  const host = { request, listen: () => () => {} } as unknown as HostPort;
  return { asked, failures, doings: hostDoings(host, (error) => failures.push(error)) };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

const line: Row = { id: 1, at: start, kind: "stderr", level: "info", server: "design", text: "boom" };
const callRow = (some: Partial<CallOfRow> = {}): Row => ({
  ...{ id: 2, at: start, kind: "call", level: "info", server: "documents", text: "outline: ok in 5 ms" },
  call: { id: "call-1", method: "tools/call", tool: "outline", outcome: "ok", ms: 5, args: "", ...some },
});
const textOfCall = "2026-11-21 09:05:07.042 documents call outline: ok in 5 ms\nArguments: None";

describe("what the page asks of the host for a row", () => {
  it("names the call and what is wanted of it", async () => {
    const { doings, asked, failures } = hostOf({ content, message: "{}" });
    assert.equal(await doings.results.read("call-1"), content);
    assert.equal(await doings.whole(7), "{}");
    doings.results.open("call-1", 2);
    doings.cancel("call-1");
    doings.again("call-1");
    doings.edit("call-1");
    doings.openResult("call-1");
    doings.copyAs("call-1", "curl");
    assert.deepEqual(asked, [
      ["content", "call-1"],
      ["message", 7],
      ["openPart", "call-1", 2],
      ["cancel", "call-1"],
      ["callAgain", "call-1"],
      ["editCall", "call-1"],
      ["openResult", "call-1"],
      ["copyAs", "call-1", "curl"],
    ]);
    assert.deepEqual(failures, []);
  });

  it("copies a line as it is, and asks for no result", async () => {
    const { doings, asked } = hostOf();
    doings.copy(line);
    await settled();
    assert.deepEqual(asked, [["copy", "2026-11-21 09:05:07.042 design stderr boom"]]);
  });

  for (const outcome of ["ok", "tool-error"] as const)
    it(`copies the result along with a call that ended: ${outcome}`, async () => {
      const { doings, asked } = hostOf();
      doings.copy(callRow({ outcome }));
      await settled();
      assert.deepEqual(asked, [
        ["content", "call-1"],
        ["copy", `${textOfCall}\nResult: Chapters`],
      ]);
    });

  it("asks for no result of a call that has none", async () => {
    const { doings, asked } = hostOf();
    doings.copy(callRow({ outcome: "failed" }));
    await settled();
    assert.deepEqual(asked, [["copy", textOfCall]]);
  });

  it("opens a row as a text that is named after the tool, or else after the kind of the row", async () => {
    const { doings, asked } = hostOf({});
    doings.open(callRow());
    doings.open(line);
    await settled();
    assert.deepEqual(
      asked.filter(([method]) => method === "openText"),
      [
        ["openText", "stderr.txt", "2026-11-21 09:05:07.042 design stderr boom"],
        ["openText", "outline.txt", textOfCall],
      ],
    );
  });

  it("tells a failure, and copies the row without the result that could not be read", async () => {
    const error = new Error("It is gone.");
    const { doings, asked, failures } = hostOf({ content: error, cancel: error });
    assert.equal(await doings.results.read("call-1"), undefined);
    doings.copy(callRow());
    doings.cancel("call-1");
    await settled();
    assert.deepEqual(failures, [error, error, error]);
    assert.deepEqual(asked.at(-1), ["copy", textOfCall]);
  });
});

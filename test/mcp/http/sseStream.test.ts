import assert from "node:assert/strict";
import { HubError } from "../../../src/core/kernel/hubError";
import { type SseStreamParts, sseStream } from "../../../src/mcp/http/sseStream";
import { turns } from "../../support/callFixture";
import { type ScriptedResponse, scriptedResponse } from "../../support/scriptedHttp";

const tooLong = new HubError("protocol", "Too long.");

/** A stream that is read, and what was heard of it. */
function reading(response: ScriptedResponse, change: Partial<SseStreamParts> = {}) {
  const heard: string[] = [];
  const end = sseStream(scriptedResponse(response), {
    limit: 1000,
    onData: (data) => void heard.push(data.toString()),
    onOther: (data, type) => void heard.push(`${type} ${data}`),
    onTooLong: () => tooLong,
    ...change,
  });
  return { heard, end };
}

describe("a stream of messages", () => {
  it("passes on its messages and its other events, and says where it ended", async () => {
    const parts = ["id: 7\ndata: a\n\nevent: endpoint\nda", "ta: /x\n\nretry: 20\ndata: b\n\n"];
    const { heard, end } = reading({ parts });
    assert.deepEqual(await end, { hadEvents: true, lastEventId: "7", retryMs: 20, error: undefined, broken: false });
    assert.deepEqual(heard, ["a", "endpoint /x", "b"]);
  });

  it("had no events where it only held comments", async () => {
    const { end } = reading({ parts: [": here\n\n"] });
    assert.equal((await end).hadEvents, false);
  });

  it("had events where none of them was a message", async () => {
    const { end } = reading({ parts: ["event: x\ndata: a\n\n"] });
    assert.equal((await end).hadEvents, true);
  });

  it("is broken where its response breaks", async () => {
    const error = new Error("reset");
    const { heard, end } = reading({ parts: ["data: a\n\n"], broken: error });
    const { broken, error: why } = await end;
    assert.deepEqual([heard, broken, why], [["a"], true, error]);
  });

  it("is broken by an event over the limit, whatever the response says after that", async () => {
    const { heard, end } = reading({
      parts: [`data: ${"x".repeat(1000)}\n\n`, "data: b\n\n"],
      broken: new Error("cut"),
    });
    const { broken, error } = await end;
    assert.deepEqual([heard, broken, error], [[], true, tooLong]);
  });

  it("is broken by the first message that is not taken, and goes on with the next", async () => {
    const heard: string[] = [];
    const { end } = reading(
      { parts: ["data: a\n\n", "data: b\n\n", "data: c\n\n"] },
      {
        onData: async (data) => {
          heard.push(data.toString());
          if (heard.length < 3) throw new Error(`no ${data}`);
        },
      },
    );
    const { broken, error } = await end;
    assert.deepEqual([heard, broken, String(error)], [["a", "b", "c"], true, "Error: no a"]);
  });

  it("hands its messages over one by one, reads no further meanwhile, and ends after the last", async () => {
    const done: (() => void)[] = [];
    let asked = 0;
    let isOver = false;
    const response = scriptedResponse({});
    const end = sseStream(
      {
        ...response,
        read: async (onChunk) => {
          for (const part of ["data: a\n\ndata: b\n\n", "data: c\n\n"]) {
            asked++;
            const taken = onChunk(Buffer.from(part));
            if (asked === 1) await taken; // the end of the last part is not waited for
          }
        },
      },
      {
        limit: 1000,
        onData: () => new Promise((resolve) => done.push(resolve)),
        onTooLong: () => tooLong,
      },
    ).then(() => {
      isOver = true;
    });
    for (let taken = 0; taken < 3; taken++) {
      await turns();
      assert.deepEqual([done.length, asked, isOver], [taken + 1, taken < 2 ? 1 : 2, false]);
      done[taken]?.();
    }
    await end;
    assert.equal(isOver, true);
  });

  it("holds nothing of an event that did not come in full", async () => {
    const limit = 1_200_000;
    for (let times = 0; times < 8; times++) {
      const { end } = reading({ parts: ["data: ", "x".repeat(1_100_000)] }, { limit });
      assert.equal((await end).error, undefined, `after ${times} of them`);
    }
  });
});

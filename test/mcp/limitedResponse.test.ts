import assert from "node:assert/strict";
import { limitedResponse } from "../../src/mcp/http/limitedResponse";

describe("limitedResponse", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);

  /** A body that comes in these chunks, read through a limit of ten bytes. */
  const read = (type: string, ...chunks: readonly string[]) => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(bytes(chunk));
        controller.close();
      },
    });
    const response = new Response(body, { status: 201, headers: { "content-type": type } });
    return limitedResponse(response, 10, () => new Error("too large")).text();
  };

  it("counts a body as a whole", async () => {
    assert.equal(await read("application/json", "12345", "67890"), "1234567890");
    await assert.rejects(read("application/json", "12345", "678901"), { message: "too large" });
  });

  for (const [name, end] of [
    ["LF", "\n"],
    ["CR", "\r"],
    ["CRLF", "\r\n"],
  ] as const) {
    const event = `data: 12${end}`.slice(0, 10 - 2 * end.length) + end + end;

    it(`counts each event of a stream by itself, with ${name}`, async () => {
      const all = event.repeat(50);
      assert.equal(await read("text/event-stream; charset=utf-8", all), all);
      assert.equal(await read("text/event-stream", ...all), all);
      await assert.rejects(read("text/event-stream", event, `data: 12345${end}`), { message: "too large" });
      await assert.rejects(read("text/event-stream", `1234${end}5678${end}9`), { message: "too large" });
      await assert.rejects(read("text/event-stream", ...`${event}data: 12345${end}${end}`), { message: "too large" });
      await assert.rejects(read("text/event-stream", `1234567890${end}${end}${event}`), { message: "too large" });
    });
  }

  it("stops the one who sends", async () => {
    const state = { stopped: false };
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(bytes("more")),
      cancel() {
        state.stopped = true;
      },
    });
    const response = limitedResponse(new Response(endless), 1000, () => new Error("too large"));
    await assert.rejects(response.text(), { message: "too large" });
    assert.equal(state.stopped, true);
  });

  it("leaves the rest of the response as it is", () => {
    const empty = new Response(null, { status: 204 });
    assert.equal(
      limitedResponse(empty, 10, () => new Error("too large")),
      empty,
    );
    const response = Object.defineProperty(new Response("x", { status: 404, headers: { a: "b" } }), "url", {
      value: "http://127.0.0.1/x",
    });
    const { status, headers, url } = limitedResponse(response, 10, () => new Error("too large"));
    assert.deepEqual([status, headers.get("a"), url], [404, "b", "http://127.0.0.1/x"]);
  });
});

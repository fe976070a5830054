import assert from "node:assert/strict";
import { SseReader } from "../../../src/mcp/http/sseReader";

function reading(limit = 10_000) {
  const events: [type: string, data: string][] = [];
  const tooLong: true[] = [];
  const reader = new SseReader(
    limit,
    (data, type) => events.push([type, data.toString("utf8")]),
    () => tooLong.push(true),
  );
  return { events, tooLong, reader, push: (text: string | Buffer) => reader.push(Buffer.from(text)) };
}

describe("EventReader", () => {
  for (const [name, end] of [
    ["LF", "\n"],
    ["CRLF", "\r\n"],
    ["CR", "\r"],
  ] as const)
    it(`reads the same events wherever the chunks are cut (${name})`, () => {
      const lines = [
        ": a comment",
        "event: message",
        "id: 7",
        'data: {"a":"ü🎉"}',
        "",
        "data:first",
        "data: second",
        "data",
        "",
        "event: endpoint",
        "retry: 1500",
        "data: /message",
        "",
        "id: 8",
        "data:",
        "",
        "data: open",
      ];
      const bytes = Buffer.from(`\ufeff${lines.join(end)}${end}`);
      const expected = [
        ["message", '{"a":"ü🎉"}'],
        ["message", "first\nsecond\n"],
        ["endpoint", "/message"],
      ];
      for (let size = 1; size <= bytes.length; size++) {
        const { events, reader } = reading();
        for (let from = 0; from < bytes.length; from += size) reader.push(bytes.subarray(from, from + size));
        assert.deepEqual(events, expected, `chunks of ${size} bytes`);
        assert.deepEqual([reader.lastEventId, reader.retryMs], ["8", 1500]);
      }
    });

  it("keeps the mark at the beginning out, and ids and times that are none", () => {
    const { events, reader, push } = reading();
    push("\ufeffdata: a\n\ndata: \ufeffb\nid: 1\u00002\nretry: 1s\nunknown: 3\n\n");
    assert.deepEqual(events, [
      ["message", "a"],
      ["message", "\ufeffb"],
    ]);
    assert.deepEqual([reader.lastEventId, reader.retryMs], [undefined, undefined]);
  });

  it("reports once that an event is too long, and ignores the rest", () => {
    const { events, tooLong, push } = reading(20);
    push("data: 1\n\n");
    push("data: 1234567890\ndata: 1234567890\n\n");
    push("data: 2\n\n");
    assert.deepEqual(events, [["message", "1"]]);
    assert.equal(tooLong.length, 1);
  });
});

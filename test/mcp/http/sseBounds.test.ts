import assert from "node:assert/strict";
import { SseReader } from "../../../src/mcp/http/sseReader";

function reading(limit = 10_000) {
  const events: [type: string, data: string][] = [];
  let tooLong = 0;
  const reader = new SseReader(
    limit,
    (data, type) => events.push([type, data.toString("utf8")]),
    () => tooLong++,
  );
  const push = (text: string | Buffer) => reader.push(Buffer.from(text));
  return { events, reader, push, tooLong: () => tooLong };
}

describe("the bounds of events", () => {
  it("are the bytes of all lines of one event, each time", () => {
    const { events, push, tooLong } = reading(20);
    const largest = `data: ${"x".repeat(4)}\ndata: ${"y".repeat(4)}\n\n`;
    push(largest);
    push(largest);
    assert.equal(events.length, 2);
    push(`data: ${"x".repeat(4)}\ndata: ${"y".repeat(5)}\n\n`);
    assert.deepEqual([events.length, tooLong()], [2, 1]);
    push("data: 1\n\n");
    assert.deepEqual([events.length, tooLong()], [2, 1], "Nothing more is read.");
  });

  it("end with the reader", () => {
    const { events, reader, push } = reading();
    push("data: a\n");
    reader.dispose();
    push("\ndata: b\n\n");
    assert.deepEqual(events, []);
  });

  it("hold a type for one event", () => {
    const { events, push } = reading();
    push("event: x\ndata: 1\n\ndata: 2\n\nevent: y\n\ndata: 3\n\n");
    assert.deepEqual(events, [
      ["x", "1"],
      ["message", "2"],
      ["message", "3"],
    ]);
  });
});

describe("the ends of lines", () => {
  it("of two bytes are one, also with an empty chunk between them", () => {
    const { events, push } = reading();
    for (const chunk of ["data: a\r", "", "\ndata: b\r\n\r\n"]) push(chunk);
    assert.deepEqual(events, [["message", "a\nb"]]);
  });

  it("of one byte at the start of a chunk count where another chunk came before", () => {
    const { events, push } = reading();
    for (const chunk of ["data: a\r", "data: b\n", "\n"]) push(chunk);
    assert.deepEqual(events, [["message", "a\nb"]]);
  });

  it("may change from line to line", () => {
    const { events, push } = reading();
    push("data: a\rdata: b\ndata: c\r\ndata: d\n\rdata: e\r\r");
    assert.deepEqual(events, [
      ["message", "a\nb\nc\nd"],
      ["message", "e"],
    ]);
  });
});

describe("the mark at the beginning of a stream", () => {
  const marks: [mark: number[], isMark: boolean][] = [
    [[0xef, 0xbb, 0xbf], true],
    [[0xef, 0xbb, 0x20], false],
    [[0xef, 0x20, 0xbf], false],
    [[0x20, 0xbb, 0xbf], false],
    [[0x20, 0x20, 0xbf], false],
  ];
  for (const [mark, isMark] of marks)
    it(`${Buffer.from(mark).toString("hex")} ${isMark ? "is one" : "is not one"}`, () => {
      const { events, push } = reading();
      push(Buffer.concat([Buffer.from(mark), Buffer.from("data: a\n\n")]));
      assert.equal(events.length, isMark ? 1 : 0);
    });

  it("is none on the second line", () => {
    const { events, push } = reading();
    push("id: 1\n\ufeffdata: a\n\n");
    assert.deepEqual(events, []);
  });
});

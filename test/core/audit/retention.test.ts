import assert from "node:assert/strict";
import type { AuditArchive } from "../../../src/core/audit/auditPorts";
import { placeOf, timeIn } from "../../../src/core/audit/recordLine";
import { expired, isFull } from "../../../src/core/audit/retention";

const dayMs = 86_400_000;
const megabyte = 1024 * 1024;
const bounds = (maxBytes: number, maxAgeMs = Number.MAX_SAFE_INTEGER) => ({ maxBytes, maxAgeMs });

describe("a file of an audit log is put aside", () => {
  const rows: [what: string, file: { bytes: number; beganAt: number }, maxBytes: number, isFull: boolean][] = [
    ["not while it is empty", { bytes: 0, beganAt: 0 }, 800, false],
    ["not at an eighth of all that is kept", { bytes: 100, beganAt: dayMs }, 800, false],
    ["at a byte more", { bytes: 101, beganAt: dayMs }, 800, true],
    ["not at 8 MB", { bytes: 8 * megabyte, beganAt: dayMs }, 800 * megabyte, false],
    ["at a byte more than 8 MB", { bytes: 8 * megabyte + 1, beganAt: dayMs }, 800 * megabyte, true],
    ["not before it is a day old", { bytes: 1, beganAt: 1 }, 800, false],
    ["when it is a day old", { bytes: 1, beganAt: 0 }, 800, true],
  ];
  for (const [what, file, maxBytes, full] of rows)
    it(what, () => assert.equal(isFull(file, dayMs, bounds(maxBytes)), full));
});

describe("the files of an audit log that go", () => {
  const archive = (endedAt: number, bytes: number) => ({ endedAt, bytes }) as unknown as AuditArchive;
  const archives = [archive(10, 100), archive(20, 100), archive(30, 100)];
  const gone = (folderBytes: number, now: number, maxBytes: number, maxAgeMs?: number) =>
    expired(archives, folderBytes, now, bounds(maxBytes, maxAgeMs)).length;

  it("are those of their greatest age", () => {
    assert.deepEqual(
      [109, 110, 119, 120, 500].map((now) => gone(300, now, 80_000, 100)),
      [0, 1, 1, 2, 3],
    );
  });

  it("are the oldest, until an eighth of all is free", () => {
    assert.deepEqual(
      [700, 701, 800, 801].map((folderBytes) => gone(folderBytes, 0, 800)),
      [0, 1, 1, 2],
    );
  });

  it("leave 8 MB free where much is kept", () => {
    const maxBytes = 800 * megabyte;
    const bytes = maxBytes - 8 * megabyte;
    assert.deepEqual([gone(bytes, 0, maxBytes), gone(bytes + 1, 0, maxBytes)], [0, 1]);
  });
});

describe("the line of a record", () => {
  it("has its number, or 0", () => {
    const rows: [line: string, place: number][] = [
      ['{"seq":1}', 1],
      ['{"seq":0}', 0],
      ['{"seq":-1}', 0],
      ['{"seq":1.5}', 0],
      ['{"seq":"1"}', 0],
      ["[1]", 0],
      ['{"seq":1', 0],
    ];
    for (const [line, place] of rows) assert.equal(placeOf(line), place, line);
  });

  it("has its time, where it is one", () => {
    assert.equal(timeIn('{"time":"1970-01-01T00:00:01.000Z"}'), 1000);
    for (const line of ['{"time":"soon"}', '{"time":5}', "{}", "junk"]) assert.equal(timeIn(line), undefined, line);
  });
});

import assert from "node:assert/strict";
import { footerWords } from "../../webview-ui/footerWords";
import { noRows } from "../../webview-ui/rows";
import { offerWords } from "../../webview-ui/servers/offerWords";
import { bytes, count, dateAndTime, dayOrTime, duration, lasting, timeOfDay, timeOrDate } from "../../webview-ui/time";

describe("times and sizes in words", () => {
  const at = new Date(2026, 0, 2, 3, 4, 5, 6).getTime();
  const sameDay = new Date(2026, 0, 2, 23, 59, 59, 999).getTime();
  const nextDay = sameDay + 1;

  it("have the same width everywhere", () => {
    assert.equal(timeOfDay(at), "03:04:05.006");
    assert.equal(timeOfDay(sameDay), "23:59:59.999");
    assert.equal(dateAndTime(at), "2026-01-02 03:04:05.006");
    assert.equal(dateAndTime(new Date(2026, 11, 31, 0, 0).getTime()), "2026-12-31 00:00:00.000");
    assert.equal(dayOrTime(at, sameDay), "03:04:05.006");
    assert.equal(dayOrTime(at, nextDay), "01-02 03:04");
    assert.equal(timeOrDate(at, sameDay), "03:04:05");
    assert.equal(timeOrDate(at, nextDay), "2026-01-02 03:04:05");
  });

  const durations: [ms: number, words: string][] = [
    [0.4, "0 ms"],
    [999.4, "999 ms"],
    [999.5, "1.0 s"],
    [1460, "1.5 s"],
    [59_949, "59.9 s"],
    [59_950, "1 min 0 s"],
    [125_400, "2 min 5 s"],
  ];
  for (const [ms, words] of durations)
    it(`a duration of ${ms} ms is ${words}`, () => assert.equal(duration(ms), words));

  const spans: [ms: number, words: string][] = [
    [-5, "0 s"],
    [999, "0 s"],
    [59_999, "59 s"],
    [60_000, "1 min"],
    [3_599_999, "59 min"],
    [3_600_000, "1 h 0 min"],
    [86_399_999, "23 h 59 min"],
    [86_400_000, "1 d 0 h"],
    [86_400_000 * 2 + 4 * 3_600_000, "2 d 4 h"],
  ];
  for (const [ms, words] of spans) it(`what lasts ${ms} ms lasts ${words}`, () => assert.equal(lasting(ms), words));

  const sizes: [size: number, words: string][] = [
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1.0 KB"],
    [9949, "9.9 KB"],
    [9950, "10 KB"],
    [999_499, "999 KB"],
    [999_500, "1.0 MB"],
    [12_400_000, "12 MB"],
  ];
  for (const [size, words] of sizes) it(`${size} bytes are ${words}`, () => assert.equal(bytes(size), words));

  it("group the digits of a number", () => assert.equal(count(12_345), "12,345"));
});

describe("what a server offers, in words", () => {
  const none = { tools: 0, resources: 0, resourceTemplates: 0, prompts: 0 };
  it("counts each kind that there is", () => {
    assert.equal(offerWords(none), "");
    const one = { tools: 1, resources: 1, resourceTemplates: 1, prompts: 1 };
    assert.equal(offerWords(one), "1 tool, 1 resource, 1 resource template, 1 prompt");
    const many = { tools: 2, resources: 1200, resourceTemplates: 3, prompts: 4 };
    assert.equal(offerWords(many), "2 tools, 1,200 resources, 3 resource templates, 4 prompts");
    assert.equal(offerWords({ ...none, prompts: 1 }), "1 prompt");
  });
});

describe("the foot of the list", () => {
  const rows = (length: number, removed = 0, seq = 0) => ({
    ...noRows,
    list: Array.from({ length }, (_, id) => ({ id, at: 0, kind: "hub", level: "info", text: "" }) as const),
    removed,
    seq,
  });
  const feet: [what: string, words: string, ...given: Parameters<typeof footerWords>][] = [
    ["no rows", "0 rows", 0, rows(0), undefined],
    ["one row", "1 row", 1, rows(1), undefined],
    ["rows of which some are shown", "1 of 1,200 rows", 1, rows(1200), undefined],
    ["one row that is not shown", "0 of 1 row", 0, rows(1), undefined],
    ["one that was dropped", "2 rows · 1 older row dropped", 2, rows(2, 1), undefined],
    ["many that were dropped", "2 rows · 1,034 older rows dropped", 2, rows(2, 1034), undefined],
    ["a pause", "2 rows · Paused, 0 events since", 2, rows(2), rows(2)],
    ["a pause of one event", "2 rows · Paused, 1 event since", 2, rows(2, 0, 4), rows(3, 0, 5)],
    ["a pause of many", "2 rows · Paused, 1,996 events since", 2, rows(2, 0, 4), rows(3, 0, 2000)],
  ];
  for (const [what, words, ...given] of feet) it(`says ${what}`, () => assert.equal(footerWords(...given), words));
});

import assert from "node:assert/strict";
import { readMessageTable, readMessageText, readSent } from "../../../src/services/reading/readSlack";

const opened = (value: unknown, text = "", around?: unknown) => ({ value, text, around });
const ts = "1767355200.000100";
const time = "2026-01-02T12:00:00.000Z";

describe("a message that was sent", () => {
  const sent = (value: unknown, text?: string) => readSent(opened(value, text))?.items;
  it("is known by its channel and its time, in JSON, in a sentence, or in a table", () => {
    const expected = [{ ok: true, channel: "C1", ts, permalink: null }];
    assert.deepEqual(sent({ channel: "C1", ts }), expected);
    assert.deepEqual(sent({ message_context: { channel_id: "C1", message_ts: ts } }), expected);
    assert.deepEqual(sent(undefined, `Successfully posted message to channel C1 (ts=${ts}) \n`), expected);
    assert.deepEqual(sent(undefined, `MsgID,Channel\n${ts},C1\n`), expected);
    const link = "https://a.example/p1";
    assert.deepEqual(sent({ channel: "C1", ts, message_link: link, permalink: "https://a.example/p2" }), [
      { ok: true, channel: "C1", ts, permalink: link },
    ]);
    assert.deepEqual(sent({ channel: "C1", ts, permalink: link }), [{ ok: true, channel: "C1", ts, permalink: link }]);
  });

  it("is none otherwise", () => {
    for (const value of [{ channel: "C1" }, { ts }, null]) assert.equal(sent(value), undefined);
    for (const text of [
      "Done.",
      `MsgID,Channel\n${ts},C1\n${ts},C1`,
      `MsgID,Channel\n${ts},#general`,
      "MsgID,Channel\n,C1",
      "MsgID,Channel\n",
    ])
      assert.equal(sent(undefined, text), undefined);
  });
});

describe("messages as a table", () => {
  const table = (header: string, ...rows: string[]) =>
    readMessageTable(opened(undefined, [header, ...rows].join("\n")));
  const read = {
    channelId: null,
    channelName: null,
    userId: null,
    userName: null,
    text: "",
    ts,
    time,
    permalink: null,
  };
  const rows: [header: string, row: string, expected: object][] = [
    ["Channel", "#general", { channelName: "general" }],
    ["Channel", "C0123ABC", { channelId: "C0123ABC" }],
    ["Channel", "D1", { channelId: "D1" }],
    ["Channel", "X1", {}],
    ["Channel", "C1 (#general)", { channelId: "C1", channelName: "general" }],
    ["Channel", "C1 (Ada)", { channelId: "C1", channelName: "Ada" }],
    ["UserID", "U1", { userId: "U1" }],
    ["UserName", "ada", { userName: "ada" }],
    ["RealName,UserName", "Ada,ada", { userName: "Ada" }],
    ["Text", '"a, b"', { text: "a, b" }],
    ["Time", "2026-01-02T13:00:00+01:00", {}],
    ["Time", "2026-01-02T10:00:00Z", { time: "2026-01-02T10:00:00.000Z" }],
    ["Permalink", "https://a.example/p", { permalink: "https://a.example/p" }],
  ];
  for (const [header, row, expected] of rows)
    it(`are read: ${header} ${row}`, () =>
      assert.deepEqual(table(`MsgID,${header}`, `${ts},${row}`)?.items, [{ ...read, ...expected }]));

  it("go on where the last one names a cursor", () => {
    const last = (...cursors: string[]) => {
      const found = table("MsgID,Cursor", ...cursors.map((cursor) => `${ts},${cursor}`));
      return [found?.items.length, found?.next, found?.more];
    };
    assert.deepEqual(last("", "n"), [2, "n", true]);
    assert.deepEqual(last("n", ""), [2, undefined, false]);
    assert.deepEqual(last(), [0, undefined, false]);
  });

  it("are none in another text, or where one of them has no time", () => {
    for (const none of [
      table("Other,MsgID", `1,${ts}`),
      table("MsgID,Text", ",a"),
      table("prose"),
      table("MsgID,Text", `${ts},a,b`),
    ])
      assert.equal(none, undefined);
    assert.equal(readMessageTable(opened(undefined, ` \nMsgID,Text\n${ts},a`))?.items.length, 1);
  });
});

describe("messages as text", () => {
  const message = (number: number, of: number, { head = "", text = "hello" } = {}) =>
    `### Result ${number} of ${of}\nChannel: #general (ID: C1)\nFrom: Ada <ada@a.example> (ID: U1)\nMessage_ts: ${ts}\n${head}Text:\n${text}\n\n---\n`;
  const search = (count: number, ...blocks: string[]) =>
    `# Search Results for: x\n\n## Messages (${count} results)\n${blocks.join("\n")}`;
  const found = (text: string, around?: unknown) => readMessageText(opened(undefined, text, around));
  const read = {
    channelId: "C1",
    channelName: "general",
    userId: "U1",
    userName: "Ada",
    text: "hello",
    ts,
    time,
    permalink: null,
  };

  it("are read, each with its fields and its own text", () => {
    assert.deepEqual(found(search(1, message(1, 1)).replace("results", "result")), {
      items: [read],
      next: undefined,
      more: false,
    });
    const two = search(2, message(1, 2), message(2, 2, { text: "a\n\nFrom: x" }));
    assert.deepEqual(found(two)?.items, [read, { ...read, text: "a\n\nFrom: x" }]);
    const head = "Time: 2026-01-02 10:00 UTC\nPermalink: [link](https://a.example/p)\n";
    assert.deepEqual(found(search(1, message(1, 1, { head })))?.items, [
      { ...read, time: "2026-01-02T10:00:00.000Z", permalink: "https://a.example/p" },
    ]);
    const plain = "Permalink: https://a.example/q\n";
    assert.equal(
      Reflect.get(Object(found(search(1, message(1, 1, { head: plain })))?.items[0]), "permalink"),
      "https://a.example/q",
    );
  });

  it("are incomplete where one is missing, and go on where a cursor is named", () => {
    assert.deepEqual([found(search(2, message(1, 2)))?.items.length, found(search(2, message(1, 2)))?.more], [1, true]);
    const next = (info: string) => found(search(1, message(1, 1)), { pagination_info: info });
    assert.deepEqual([next("cursor: `abc=`")?.next, next("cursor: `abc=`")?.more], ["abc=", true]);
    assert.equal(next("no more")?.next, undefined);
  });

  it("are none where nothing was found, and unknown where the text is another, or one has no time", () => {
    assert.deepEqual(found("# Search Results for: x\n\nNo messages found."), { items: [] });
    assert.equal(found("# Search Results for: x\n\nSomething."), undefined);
    assert.equal(found(message(1, 1)), undefined);
    assert.equal(found(search(1, message(1, 1).replace(ts, "soon"))), undefined);
    assert.equal(found(search(1, message(1, 1).replace("Text:", "Said:"))), undefined);
  });

  it("may lack the names of people and channels", () => {
    const bare = message(1, 1).replace(/Channel: .*\nFrom: .*\n/, "");
    assert.deepEqual(found(search(1, bare))?.items, [
      { ...read, channelId: null, channelName: null, userId: null, userName: null },
    ]);
  });
});

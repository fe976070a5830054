import assert from "node:assert/strict";
import { type CallEntry, type ToCallPage, targetKey } from "../../../src/protocol/callPageMessages";
import { foundEntries } from "../../../webview-ui/call/foundEntries";

const entry = (server: string, name: string, about = ""): CallEntry => ({
  kind: "tool",
  server,
  name,
  label: name,
  about,
});
const read = entry("files", "read", "Reads a file.");
const write = entry("files", "write", "Writes what was read.");
const send = entry("mail", "send", "Sends a letter.");
type Told = Extract<ToCallPage, { type: "entries" }>;
const told: Told = {
  type: "entries",
  entries: [read, write, send],
  more: 0,
  servers: [
    { id: "mail", label: "My Post" },
    { id: "files", label: "files" },
  ],
  recent: [],
};
const found = (search: string, some: Partial<Told> = {}, limit?: number) => {
  const { groups, hidden } = foundEntries({ ...told, ...some }, search, limit);
  return [...groups.map(({ label, entries }) => `${label}: ${entries.map(({ name }) => name).join()}`), hidden];
};

describe("the entries to pick from", () => {
  it("are all, by server, in the order of the servers", () => {
    assert.deepEqual(found(""), ["My Post: send", "files: read,write", 0]);
    assert.deepEqual(found("  "), ["My Post: send", "files: read,write", 0]);
    assert.deepEqual(foundEntries(undefined, ""), { groups: [], hidden: 0 });
  });

  const searches: [search: string, expected: (string | number)[]][] = [
    ["READ", ["files: read,write", 0]],
    ["write", ["files: write", 0]],
    ["reads file", ["files: read", 0]],
    ["post", ["My Post: send", 0]],
    ["mail", []],
    ["letter files", []],
  ];
  for (const [search, expected] of searches)
    it(`hold every word of "${search}"`, () => assert.deepEqual(found(search), expected.length === 0 ? [0] : expected));

  it("have first what the search names, then what only speaks of it", () => {
    const entries = [write, read];
    assert.deepEqual(found("read", { entries }), ["files: read,write", 0]);
    assert.deepEqual(found("", { entries }), ["files: write,read", 0]);
  });

  it("begin with those that were called lately, the latest first, and have them once", () => {
    const recent = [send, read].map(targetKey);
    assert.deepEqual(found("", { recent }), ["Called lately: send,read", "files: write", 0]);
    assert.deepEqual(found("write", { recent }), ["files: write", 0]);
    assert.deepEqual(found("", { recent: [targetKey(entry("gone", "x"))] }), ["My Post: send", "files: read,write", 0]);
  });

  it("are as many as can be drawn, and the others are counted", () => {
    assert.deepEqual(found("", {}, 3), ["My Post: send", "files: read,write", 0]);
    assert.deepEqual(found("", {}, 2), ["My Post: send", "files: read", 1]);
    assert.deepEqual(found("", {}, 1), ["My Post: send", 2]);
    assert.deepEqual(found("", { more: 5 }, 1), ["My Post: send", 7]);
    const many = Array.from({ length: 201 }, (_, at) => entry("files", `t${at}`));
    assert.equal(found("", { entries: many }).at(-1), 1);
  });
});

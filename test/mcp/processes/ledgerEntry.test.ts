import assert from "node:assert/strict";
import { markVariable, parseLedgerEntry } from "../../../src/mcp/processes/ledgerEntry";

const mark = "a".repeat(20);
const entry = { pid: 2, startedAt: "10", host: { pid: 3, startedAt: "11" }, mark, boot: "" };

it("the mark of a server has the name that earlier versions gave it", () => assert.equal(markVariable, "MCP_HUB_MARK"));

describe("an entry of the ledger", () => {
  it("is read back, without what else is in it", () => {
    const text = JSON.stringify({ ...entry, host: { ...entry.host, more: 1 }, more: 2 });
    assert.deepEqual(parseLedgerEntry(text), entry);
  });

  const without = (key: keyof typeof entry) => ({ ...entry, [key]: undefined });
  const refused: [what: string, value: unknown][] = [
    ["nothing", null],
    ["a text", "pid"],
    ["no pid", without("pid")],
    ["the first process", { ...entry, pid: 1 }],
    ["a pid with a fraction", { ...entry, pid: 2.5 }],
    ["a pid as text", { ...entry, pid: "2" }],
    ["no start", without("startedAt")],
    ["an empty start", { ...entry, startedAt: "" }],
    ["a start as a number", { ...entry, startedAt: 10 }],
    ["no host", without("host")],
    ["a host that is not a process", { ...entry, host: { pid: 1, startedAt: "11" } }],
    ["no mark", without("mark")],
    ["a mark that is a number", { ...entry, mark: 1e21 }],
    ["a mark that is too short", { ...entry, mark: mark.slice(1) }],
    ["a mark with other characters", { ...entry, mark: `${mark} b` }],
    ["no boot", without("boot")],
    ["a boot that is a number", { ...entry, boot: 1 }],
  ];
  for (const [what, value] of refused)
    it(`is not one with ${what}`, () => assert.equal(parseLedgerEntry(JSON.stringify(value)), undefined));

  it("is not one where its writer ended within the write", () =>
    assert.equal(parseLedgerEntry(JSON.stringify(entry).slice(0, -1)), undefined));
});

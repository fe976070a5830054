import assert from "node:assert/strict";
import { suggestion } from "../../../../src/core/config/reading/unknownKey";

const known = ["type", "command", "args", "cwd", "env", "envFile", "url", "headers", "enabled", "label"];

const rows: [written: string, meant: string | undefined][] = [
  ["cmd", "command"],
  ["Command", "command"],
  ["comand", "command"],
  ["commmand", "command"],
  ["commnad", "command"],
  ["workingDirectory", "cwd"],
  ["serverUrl", "url"],
  ["env_file", "envFile"],
  ["transportType", "type"],
  ["agrs", "args"],
  ["argz", "args"],
  ["dev", undefined],
  ["timeout", undefined],
  ["autoApprove", undefined],
  ["constructor", undefined],
  ["x".repeat(100_000), undefined],
];

describe("guessing which key was meant", () => {
  for (const [written, meant] of rows)
    it(`${written.slice(0, 20)} → ${meant}`, () => assert.equal(suggestion(written, known), meant));
});

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** Within the limit, just beyond it, what once ended the process, and 100 kB of nothing but nesting. */
const levels = [200, 2500, 50_000];

const notAnswers = [
  "whole",
  "batch",
  "ids",
  "method",
  "broken",
  "log",
  "roots",
  "form",
  "sampling",
  "task",
  "progress",
  "ping",
];

/** The built hub in a process of its own: what ends it would end all servers with it. */
describe("deeply nested messages", () => {
  let outcomes: Record<string, string>;

  before(async function () {
    this.timeout(120_000);
    const child = spawn(process.execPath, ["test/support/nestingCalls.mjs", ...levels.map(String)], {
      env: { ...process.env, MCP_HUB_SHELL_ENV: "0" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [[code, signal], stdout, stderr] = await Promise.all([
      once(child, "close"),
      text(child.stdout),
      text(child.stderr),
    ]);
    assert.deepEqual([code, signal], [0, null], stderr.slice(-2000));
    outcomes = JSON.parse(stdout);
  });

  for (const count of [2500, 50_000])
    for (const shape of ["object", "list"]) {
      it(`refuses an answer that is a ${shape} of ${count} levels, and says why`, () => {
        for (const place of [
          "content",
          "structured",
          "meta",
          "result",
          "integers",
          "error",
          "errorMessage",
          "errorItself",
        ])
          assert.equal(
            outcomes[`${place} ${shape} ${count}`],
            '"nesting" sent an answer that is nested more than 256 levels deep. Report it to its author.',
            place,
          );
      });

      it(`goes on after anything else that is a ${shape} of ${count} levels`, () => {
        for (const place of notAnswers.filter((one) => one !== "broken"))
          assert.equal(outcomes[`${place} ${shape} ${count}`], "answered", place);
      });
    }

  it("reads what is nested less deeply", () => {
    assert.equal(outcomes["content object 200"], "deep");
    assert.equal(outcomes["structured list 200"], "deep");
    assert.match(outcomes["error object 200"] ?? "", /deep/);
  });

  it("costs only the server that sent it", () => assert.equal(outcomes.neighbor, "answered"));
});

import assert from "node:assert/strict";
import type { HttpPlan } from "../../../../src/core/config/plan/launchPlan";
import { downloadProblem, nodeProblem, type ProgramEnd } from "../../../../src/core/development/conformance/suiteNeeds";
import { untestable } from "../../../../src/core/development/conformance/testable";

const done = (stdout: string): ProgramEnd => ({ kind: "done", stdout });
const failed = (stderr: string): ProgramEnd => ({ kind: "failed", code: 1, signal: null, stderr });

describe("what the suite needs", () => {
  it("is Node.js 22.2 or later", () => {
    for (const version of ["v22.2.0", "v22.10.1", "v24.21.0\n"]) assert.equal(nodeProblem(done(version)), undefined);
    for (const version of ["v22.1.0", "v20.20.2\n", "v9.11.2"])
      assert.match(nodeProblem(done(version))?.message ?? "", /or later, and your login shell has v/);
    for (const ended of [done("hello"), failed(""), { kind: "not-started", code: "ENOENT" } as const])
      assert.match(nodeProblem(ended)?.message ?? "", /was not found on the PATH/);
  });

  const rows: [name: string, ended: ProgramEnd, words: RegExp][] = [
    ["npx", { kind: "not-started", code: "ENOENT" }, /^npx could not be started \(ENOENT\).*install npm/],
    ["a network", failed("npm error code ENOTFOUND\nnpm error network request failed"), /Check the network/],
    ["a registry that has it", failed("npm error code E404"), /does not have @modelcontextprotocol\/conformance@/],
    [
      "to start",
      failed("\u001b[31mSyntaxError: x\nof y"),
      /SyntaxError: x of y\. Run "npx @model.* list" in a terminal\.$/,
    ],
    ["to say why it does not start", failed(""), /it gave no reason/],
  ];
  for (const [name, ended, words] of rows)
    it(`is ${name}`, () => assert.match(downloadProblem(ended)?.message ?? "", words));

  it("is there once npx ran it", () => assert.equal(downloadProblem(done("Server scenarios")), undefined));
});

describe("a server that the suite cannot test", () => {
  const plan: HttpPlan = { kind: "http", server: "web", url: "http://127.0.0.1:1/mcp?key=s3cret", headers: {} };
  const rows: [words: RegExp, more: Partial<HttpPlan>, hasAccount?: boolean][] = [
    [/only speaks Streamable HTTP, and the entry has sse\.$/, { kind: "sse" }],
    [/cannot sign in/, { auth: { type: "none" } as never }],
    [/cannot sign in/, {}, true],
    [/headers of the entry/, { headers: { "x-key": "1" } }],
    [/certificates of the entry/, { tls: {} }],
    [/holds a secret/, { secrets: ["s3cret"] }],
  ];
  for (const [words, more, hasAccount = false] of rows)
    it(`is one of which is said: ${words}`, () =>
      assert.match(untestable({ ...plan, ...more }, hasAccount)?.message ?? "", words));

  it("is no program, and no plain address", () => {
    assert.equal(untestable(plan, false), undefined);
    assert.equal(
      untestable({ kind: "stdio", server: "a", command: "a", args: [], env: { A: "s3cret" } }, true),
      undefined,
    );
  });
});

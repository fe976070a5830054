import assert from "node:assert/strict";
import { SdkError, SdkErrorCode, SdkHttpError } from "@modelcontextprotocol/client";
import type { FailureFacts } from "../../../src/core/diagnosis/evidence";
import { HubError } from "../../../src/core/kernel/hubError";
import { failureFacts } from "../../../src/mcp/diagnosis/failureFacts";
import type { HubErrorCode } from "../../../src/protocol/hubErrorCode";

const coded = (code: string, message = "It failed.", cause?: unknown) =>
  Object.assign(new Error(message, { cause }), { code });
const refusal = new SdkHttpError(SdkErrorCode.ClientHttpNotImplemented, "No", {
  status: 418,
  statusText: "",
  text: "",
});

const rows: readonly [name: string, code: HubErrorCode, cause: unknown, facts: FailureFacts][] = [
  ["an error of the system", "transport", coded("ECONNREFUSED"), { system: "ECONNREFUSED", words: "It failed." }],
  [
    "the innermost of several",
    "transport",
    coded("OUTER", "fetch failed", new AggregateError([coded("ENOTFOUND", "no name")])),
    { system: "ENOTFOUND", words: "no name" },
  ],
  [
    "a program for another processor, for which macOS has a number only",
    "spawn-failed",
    coded("Unknown system error -86", "spawn Unknown system error -86"),
    { system: "EBADARCH", words: "spawn Unknown system error -86" },
  ],
  ["a status", "transport", refusal, { status: 418 }],
  [
    "the exit of a program, and what it misses",
    "exited",
    { kind: "exit", words: "exit code 1", code: 1, signal: null, variable: "API_KEY" },
    { exit: { code: 1, signal: null }, variable: "API_KEY" },
  ],
  [
    "no revision in common",
    "protocol",
    new SdkError(SdkErrorCode.EraNegotiationFailed, "No"),
    { isAboutRevision: true },
  ],
  [
    "an answer of another kind",
    "protocol",
    new SdkError(SdkErrorCode.ClientHttpUnexpectedContent, "No", { contentType: "text/html" }),
    { contentType: "text/html" },
  ],
  ["nothing", "internal", undefined, {}],
];

describe("what a failure says beside its sentence", () => {
  for (const [name, code, cause, facts] of rows)
    it(`is ${name}`, () => assert.deepEqual(failureFacts(new HubError(code, "It failed.", { cause })), facts));

  it("is found in causes that lead in a circle", () => {
    const error = coded("EPIPE");
    error.cause = error;
    assert.equal(failureFacts(new HubError("transport", "It failed.", { cause: error })).system, "EPIPE");
  });
});

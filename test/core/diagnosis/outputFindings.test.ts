import assert from "node:assert/strict";
import type { Failure } from "../../../src/core/diagnosis/evidence";
import { findingsOf } from "../../../src/core/diagnosis/findings";
import { findsEach, ofProgram, type ProgramSetting, type Row } from "./findingRows";

const exit = (code: number): Partial<Failure> => ({ code: "exited", exit: { code, signal: null } });
const late: Partial<Failure> = { code: "timeout" };

const rows: readonly Row<ProgramSetting>[] = [
  ["other-revision", "of both sides", { failure: { code: "protocol", isAboutRevision: true } }, "log"],
  [
    "other-revision",
    "of the entry",
    { failure: { code: "protocol" }, plan: { protocol: "2025-06-18" } },
    { protocol: undefined },
  ],
  [
    "other-revision",
    "of the entry, as the server says",
    { failure: { code: "server-error" }, plan: { protocol: "legacy" } },
    { protocol: undefined },
  ],
  [
    "broken-protocol",
    "where the revision is found out",
    { failure: { code: "protocol" }, plan: { protocol: "auto" } },
    "log",
  ],
  [
    "broken-protocol",
    "in the lists",
    { failure: { code: "protocol" }, plan: { protocol: "legacy" }, attempt: { step: "lists" } },
    "log",
  ],
  [
    "not-mcp",
    "of a program that prints text",
    { failure: { code: "protocol" }, plan: { protocol: "legacy" }, attempt: { strayed: true } },
    "settings",
  ],
  ["docker-not-running", "here", { failure: exit(1), said: "Cannot connect to the Docker daemon" }, "restart"],
  ["image-not-found", "there", { failure: exit(1), said: "pull access denied for x" }, "settings"],
  ["registry-unreachable", "now", { failure: exit(1), said: "npm error code ENOTFOUND" }, "restart"],
  ["port-in-use", "here", { failure: exit(1), said: "listen EADDRINUSE: address already in use :::80" }, "restart"],
  ["module-missing", "beside it", { failure: exit(1), said: "ModuleNotFoundError: No module named 'x'" }, "settings"],
  [
    "unknown",
    "of a program that never ran, whatever it said",
    { failure: { code: "spawn-failed" }, said: "address already in use" },
    "log",
  ],
  ["key-missing", "in its environment", { failure: { ...exit(1), variable: "KEY" } }, { env: { KEY: "${input:KEY}" } }],
  [
    "key-missing",
    "beside others",
    { failure: { ...exit(1), variable: "KEY" }, config: { env: { A: "b" } } },
    { "env.KEY": "${input:KEY}" },
  ],
  [
    "no-answer",
    "of a program that runs, whatever it misses",
    { failure: { ...late, variable: "KEY" } },
    { connectTimeoutSeconds: 120 },
  ],
  [
    "killed-by-signal",
    "of the system",
    { failure: { code: "exited", exit: { code: null, signal: "SIGKILL" } } },
    "restart",
  ],
  ["not-mcp", "of a program that ends well", { failure: exit(0) }, "settings"],
  ["not-mcp", "of a program that says how it is used", { failure: exit(0), said: "Usage: tool [options]" }, "settings"],
  ["exits-at-once", "with a word on how it is used", { failure: exit(1), said: "Usage: tool [options]" }, "log"],
  ["exits-at-once", "after the handshake", { failure: exit(0), attempt: { step: "lists" } }, "log"],
  ["download-slow", "at first", { command: "npx", failure: late }, { connectTimeoutSeconds: 300 }],
  [
    "download-slow",
    "with a longer limit",
    { command: "npx", failure: late, attempt: { limitMs: 200_000 } },
    { connectTimeoutSeconds: 400 },
  ],
  [
    "download-slow",
    "with the longest limit",
    { command: "npx", failure: late, attempt: { limitMs: 301_000 } },
    { connectTimeoutSeconds: 600 },
  ],
  [
    "no-answer",
    "of a launcher in the lists",
    { command: "npx", failure: late, attempt: { step: "lists" } },
    { connectTimeoutSeconds: 120 },
  ],
  ["no-answer", "within a short limit", { failure: late, attempt: { limitMs: 14_000 } }, { connectTimeoutSeconds: 60 }],
  [
    "no-answer",
    "within a limit of part of a second",
    { failure: late, attempt: { limitMs: 15_100 } },
    { connectTimeoutSeconds: 61 },
  ],
  [
    "no-answer",
    "within the longest limit",
    { failure: late, attempt: { limitMs: 200_000 } },
    { connectTimeoutSeconds: 600 },
  ],
  ["restricted-mode", "of a workspace", { failure: { code: "untrusted" } }, "trust-workspace"],
  ["not-allowed", "by a person", { failure: { code: "needs-consent" } }, "review"],
  ["input-missing", "of a person", { failure: { code: "needs-input" } }, "set-secret"],
  ["entry-invalid", "in the settings", { failure: { code: "bad-config" } }, "settings"],
  ["disabled", "by its entry", { more: { enabled: false } }, { enabled: true }],
];

describe("what the doctor finds at a program that starts", () => {
  findsEach(rows, ofProgram);

  const sentenceOf = (setting: ProgramSetting) => findingsOf(ofProgram(setting))[0]?.sentence ?? "";

  it("names the package that does not exist", () => {
    const missing = (command: string, ...args: string[]) =>
      sentenceOf({ command, plan: { args }, failure: exit(1), said: "npm error code E404" });
    assert.match(
      missing("npx", "-y", "mcp-x"),
      /the package mcp-x does not exist.*The output says: npm error code E404/,
    );
    assert.match(missing("run", "--quiet", "mcp-y"), /the package mcp-y does not exist/);
    assert.match(missing("alone"), /the package alone does not exist/);
  });

  it("quotes what a program says that is no server", () => {
    assert.match(
      sentenceOf({ failure: exit(0), attempt: { said: [" ", "Hello"] } }),
      /standard output; it says "Hello"\. Many/,
    );
    assert.match(sentenceOf({ failure: exit(0) }), /standard output\. Many/);
  });
});

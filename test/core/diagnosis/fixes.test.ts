import assert from "node:assert/strict";
import type { FixCommand } from "../../../src/core/diagnosis/finding";
import { run, setKey } from "../../../src/core/diagnosis/fixes";
import { isOfEntry } from "../../../src/core/diagnosis/rules/entryRules";

describe("a fix", () => {
  const commands: Readonly<Record<FixCommand, string>> = {
    "sign-in": "Sign in",
    "trust-workspace": "Manage workspace trust",
    review: "Review what wants to run",
    "set-secret": "Set the secret",
    restart: "Try again: restart the server",
    settings: "Open the entry in the settings",
    log: "Show the server's log",
    "proxy-settings": "Open the proxy settings",
  };
  for (const [command, label] of Object.entries(commands))
    it(`${command}: ${label}`, () => assert.deepEqual(run(command as FixCommand), { kind: "command", label, command }));

  it("sets a key of the entry, with its value in at most 200 characters, or takes it out", () => {
    assert.deepEqual(setKey("enabled", true), {
      ...{ kind: "change", label: 'Set "enabled" to true' },
      changes: [{ path: ["enabled"], value: true }],
    });
    assert.deepEqual(setKey("protocol", undefined).label, 'Remove "protocol" from the entry');
    assert.equal(setKey("url", "x".repeat(198)).label, `Set "url" to "${"x".repeat(198)}"`);
    assert.ok(setKey("url", "x".repeat(199)).label.startsWith(`Set "url" to "${"x".repeat(199)}…`));
  });
});

describe("a failure of the entry itself", () => {
  it("is one before anything was run or contacted", () => {
    const codes = ["bad-config", "needs-consent", "needs-input", "untrusted", "transport", "needs-auth"] as const;
    assert.deepEqual(
      codes.filter((code) => isOfEntry({ code, message: "" })),
      codes.slice(0, 4),
    );
  });
});

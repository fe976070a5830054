import assert from "node:assert/strict";
import { diagnosisLines, diagnosisMarkdown } from "../../../src/core/diagnosis/diagnosisText";
import type { Diagnosis } from "../../../src/core/diagnosis/finding";
import { run, setKey } from "../../../src/core/diagnosis/fixes";

const diagnoses: readonly Diagnosis[] = [
  {
    server: "files",
    findings: [
      {
        code: "program-elsewhere",
        severity: "problem",
        sentence: 'It says "[here](command:x)".',
        fix: setKey("command", "/opt/npx"),
      },
    ],
  },
  { server: "web", findings: [{ code: "forbidden", severity: "problem", sentence: "No.", fix: run("settings") }] },
  { server: "mail", findings: [], tools: 3 },
];

describe("what the doctor found", () => {
  it("is a document in which no text of a server is a link", () => {
    const text = diagnosisMarkdown(diagnoses);
    assert.match(
      text,
      /^# Diagnosis of MCP servers\n\n## files\n\n### The program is installed, but not on the PATH \(`program-elsewhere`\)/,
    );
    assert.doesNotMatch(text, /\]\(command:x\)/);
    assert.match(text, /\*\*Fix:\*\* Set \\"command\\" to/);
    assert.match(text, /"mail" works\. Tools: 3\.\n$/);
  });

  it("says where there is no server", () => assert.match(diagnosisMarkdown([]), /No server is configured/));

  it("is lines of text for a terminal, where the commands of the editor are not offered", () =>
    assert.deepEqual(diagnosisLines(diagnoses).split("\n"), [
      'files: problem (program-elsewhere): It says "[here](command:x)".',
      '  Fix: Set "command" to "/opt/npx"',
      "web: problem (forbidden): No.",
      '"mail" works. Tools: 3.',
    ]));
});

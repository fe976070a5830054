import assert from "node:assert/strict";
import type { Diagnosis } from "../../../../src/core/diagnosis/finding";
import { run, setKey } from "../../../../src/core/diagnosis/fixes";
import { diagnosisSummary, fixChoices } from "../../../../src/editor/commands/diagnose/diagnosisChoices";

const web: Diagnosis = {
  server: "web",
  findings: [{ code: "forbidden", severity: "problem", sentence: "It refused.", fix: run("settings") }],
};
const files: Diagnosis = {
  server: "files",
  findings: [
    {
      code: "program-elsewhere",
      severity: "problem",
      sentence: "$(x) It is elsewhere.",
      fix: setKey("command", "/npx"),
    },
  ],
};
const chatty: Diagnosis = {
  server: "chatty",
  findings: [{ code: "prints-on-stdout", severity: "warning", sentence: "It prints." }],
  tools: 1,
};

describe("the fixes to choose from", () => {
  it("have those first that change something, each with its server", () =>
    assert.deepEqual(
      fixChoices([web, files, chatty]).map(({ label, description }) => [label, description]),
      [
        ['$(wrench) Set "command" to "/npx"', "files"],
        ["$(arrow-right) Open the entry in the settings", "web"],
      ],
    ));

  it("have the cause in the place of the server where there is only one, and no icon of a server", () => {
    const [choice] = fixChoices([files]);
    assert.equal(choice?.description, "The program is installed, but not on the PATH");
    assert.equal(choice?.detail, "\\$(x) It is elsewhere.");
  });

  it("are summed up in a sentence", () => {
    assert.equal(diagnosisSummary([web, files, chatty]), "Servers with a problem: 2 of 3.");
    assert.equal(diagnosisSummary([web]), "It refused.");
    assert.equal(diagnosisSummary([{ server: "mail", findings: [], tools: 2 }]), '"mail" works. Tools: 2.');
  });
});

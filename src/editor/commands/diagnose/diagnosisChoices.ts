import type { Diagnosis, Fix } from "../../../core/diagnosis/finding";
import { findingTable } from "../../../core/diagnosis/findingCodes";
import type { ServerId } from "../../../protocol/hubEvent";
import { message, nameOfServer } from "../../../protocol/message";
import { itemText } from "../../ui/plainText";

/** A fix of one server, as an item of the list from which a person chooses it. */
export interface FixChoice {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly value: { readonly server: ServerId; readonly fix: Fix };
}

/** The fixes of all findings; those that change something come before those that only lead somewhere. */
export function fixChoices(diagnoses: readonly Diagnosis[]): readonly FixChoice[] {
  const all = diagnoses.flatMap(({ server, findings }) =>
    findings.flatMap(({ code, sentence, fix }) =>
      fix
        ? [
            {
              label: `$(${fix.kind === "command" ? "arrow-right" : "wrench"}) ${itemText(fix.label)}`,
              description: diagnoses.length > 1 ? itemText(nameOfServer(server)) : findingTable[code].cause(),
              detail: itemText(sentence),
              value: { server, fix },
            },
          ]
        : [],
    ),
  );
  const changes = all.filter(({ value }) => value.fix.kind !== "command");
  return [...changes, ...all.filter((choice) => !changes.includes(choice))];
}

/** How many servers have a problem, in one sentence. */
export function diagnosisSummary(diagnoses: readonly Diagnosis[]): string {
  const [first] = diagnoses;
  const bad = diagnoses.filter(({ findings }) => findings.some(({ severity }) => severity === "problem"));
  if (diagnoses.length !== 1 || !first)
    return message("diagnose.summary", "Servers with a problem: {bad} of {all}.", {
      bad: bad.length,
      all: diagnoses.length,
    });
  const [finding] = first.findings;
  if (finding) return finding.sentence;
  return message("diagnosis.works", '"{server}" works. Tools: {tools}.', {
    server: first.server,
    tools: first.tools ?? 0,
  });
}

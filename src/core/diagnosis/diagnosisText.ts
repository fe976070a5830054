import { message, nameOfServer } from "../../protocol/message";
import { safeLine } from "../kernel/redact";
import { escapeMarkdown } from "../presentation/markdown";
import type { Diagnosis, Finding } from "./finding";
import { findingTable } from "./findingCodes";

/** What the doctor found, as Markdown. Texts of servers are escaped, so that none becomes a link. */
export function diagnosisMarkdown(diagnoses: readonly Diagnosis[]): string {
  const title = `# ${message("diagnosis.title", "Diagnosis of MCP servers")}`;
  const sections = diagnoses.map((diagnosis) =>
    [`## ${escaped(nameOfServer(diagnosis.server))}`, ...paragraphs(diagnosis)].join("\n\n"),
  );
  const none = message("diagnosis.noServers", "No server is configured. Add one to diagnose it.");
  return `${[title, ...(sections.length > 0 ? sections : [none])].join("\n\n")}\n`;
}

function paragraphs(diagnosis: Diagnosis): readonly string[] {
  if (diagnosis.findings.length === 0) return [works(diagnosis)];
  return diagnosis.findings.flatMap(({ code, sentence, fix }) => [
    `### ${findingTable[code].cause()} (\`${code}\`)`,
    escaped(sentence),
    ...(fix ? [`**${message("diagnosis.fix", "Fix:")}** ${escaped(fix.label)}`] : []),
  ]);
}

/** Nothing is wrong. */
function works({ server, tools = 0 }: Diagnosis): string {
  return message("diagnosis.works", '"{server}" works. Tools: {tools}.', { server, tools });
}

/** The same as lines of text, for a terminal. */
export const diagnosisLines = (diagnoses: readonly Diagnosis[]): string =>
  diagnoses
    .flatMap((diagnosis) =>
      diagnosis.findings.length === 0
        ? [works(diagnosis)]
        : diagnosis.findings.flatMap(({ code, severity, sentence, fix }) => [
            `${safeLine(diagnosis.server, 80)}: ${severityWords[severity]()} (${code}): ${sentence}`,
            // A command of the editor is not here; the sentence says what to do.
            ...(fix && fix.kind !== "command" ? [`  ${message("diagnosis.fix", "Fix:")} ${fix.label}`] : []),
          ]),
    )
    .join("\n");

const severityWords: Readonly<Record<Finding["severity"], () => string>> = {
  problem: () => message("diagnosis.problem", "problem"),
  warning: () => message("diagnosis.warning", "warning"),
};

/** The most of a sentence that is shown, in characters: it may quote a program's output. */
const sentenceLimit = 3000;

const escaped = (text: string): string => escapeMarkdown(text, sentenceLimit);

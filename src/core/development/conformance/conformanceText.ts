import { message, nameOfServer } from "../../../protocol/message";
import { escapeMarkdown, table } from "../../presentation/markdown";
import { type ConformanceReport, type RevisionReport, type ScenarioResult, verdictCounts } from "./conformanceReport";
import type { Verdict } from "./outcome";
import { suitePackage } from "./scenarios";

/** The most of one check that is shown, in characters: it may quote what the server answered. */
const checkLimit = 1500;

/** The result of a run as Markdown. Texts of the server and the suite are escaped, so that they do not become links. */
export function conformanceMarkdown(report: ConformanceReport): string {
  const { server, suiteVersion, revisions } = report;
  const title = message("conformance.title", "Conformance of {server}", {
    server: escapeMarkdown(nameOfServer(server)),
  });
  const suite = message("conformance.suite", "Suite: {suite} {version}", {
    suite: `\`${suitePackage}\``,
    version: suiteVersion,
  });
  return `${[
    `# ${title}`,
    suite,
    `**${countsText(report)}**`,
    ...revisions.flatMap(section),
    message(
      "conformance.fixedNames",
      "The suite's scenarios that call tools, prompts, or resources of fixed names were not run.",
    ),
  ].join("\n\n")}\n`;
}

/** How many scenarios ended how, in one line. */
export function countsText(report: ConformanceReport): string {
  const { passed, failed, warning, "not-checked": notChecked } = verdictCounts(report);
  return message(
    "conformance.counts",
    "{passed} passed, {failed} failed, {warning} with warnings, {notChecked} not checked",
    { passed, failed, warning, notChecked },
  );
}

function section({ info, results, notOffered, ofHttp }: RevisionReport): readonly string[] {
  const heading = message("conformance.revision", "Revision {revision}", { revision: info.protocolVersion });
  const about = message("conformance.server", "Server: {name} {version}", {
    name: escapeMarkdown(info.name),
    version: escapeMarkdown(info.version, 80),
  });
  const head = [
    message("conformance.scenario", "Scenario"),
    message("conformance.result", "Result"),
    message("conformance.says", "What the suite says"),
  ];
  const rows = results.map((result) => [result.name, verdictWords[result.verdict](), summaryOf(result)]);
  const none = message("conformance.noScenario", "The suite has no scenario for this revision that fits this server.");
  const names = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name).join(", ");
  return [
    `## ${escapeMarkdown(heading)}`,
    about,
    rows.length > 0 ? table(head, rows) : none,
    ...results.filter(({ failed }) => failed.length > 0).map(details),
    ...(notOffered.length > 0
      ? [
          message("conformance.notOffered", "Not run, because the server does not offer what they need: {names}.", {
            names: names(notOffered),
          }),
        ]
      : []),
    ...(ofHttp.length > 0
      ? [
          message("conformance.ofHttp", "Not run, because they test HTTP and the server runs on stdio: {names}.", {
            names: names(ofHttp),
          }),
        ]
      : []),
  ];
}

function summaryOf({ verdict, good, failed, why = "" }: ScenarioResult): string {
  if (verdict === "not-checked") return why;
  if (verdict === "passed") return message("conformance.checks", "Checks passed: {good}", { good });
  return [...new Set(failed.map(({ id }) => id))].join(", ");
}

/** Each check that a scenario found bad. */
const details = ({ name, failed }: ScenarioResult): string =>
  [
    `### ${escapeMarkdown(name)}`,
    "",
    ...failed.map(({ id, text }) => `- **${escapeMarkdown(id)}**: ${escapeMarkdown(text, checkLimit)}`),
  ].join("\n");

const verdictWords: Readonly<Record<Verdict, () => string>> = {
  passed: () => message("conformance.passed", "passed"),
  failed: () => message("conformance.failed", "failed"),
  warning: () => message("conformance.warning", "warning"),
  "not-checked": () => message("conformance.notChecked", "not checked"),
};

import type { Candidate, ImportSource } from "../../core/apps/import/candidate";
import type { NeededValue } from "../../core/apps/import/configImport";
import { hiddenTexts, verdictText } from "../../core/apps/import/verdictText";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import type { Outcome } from "../runCommand";

/** What an import found, and what it did. */
export interface ImportReport {
  readonly candidates: readonly Candidate[];
  readonly sources: readonly ImportSource[];
  /** The values that the new servers need. */
  readonly needed: readonly NeededValue[];
  /** The file that was written, and the servers that were added to it. */
  readonly written?: { readonly path: string; readonly servers: readonly string[] };
}

/** The outcome of `import`. No secret is in it. */
export function importPrinted(report: ImportReport, json: boolean): Outcome {
  const text = json ? JSON.stringify(asJson(report)) : asText(report).join("\n");
  return { exitCode: 0, stdout: `${text}\n`, stderr: "" };
}

function asJson({ candidates, sources, needed, written }: ImportReport) {
  return {
    servers: candidates.map((one) => {
      const { verdict, source, entry, name, secrets } = one;
      return {
        app: source.app.id,
        file: source.file.path,
        server: entry.name,
        verdict: verdict.kind,
        ...("as" in verdict && { as: verdict.as }),
        ...("what" in verdict && { differences: verdict.what }),
        ...(verdict.kind === "cannot" && { why: verdict.why }),
        ...(verdict.kind === "new" && { name, secrets, variables: variablesOf(name, needed) }),
        notes: notesOf(one),
      };
    }),
    problems: problemsOf(sources),
    written: written ? { file: written.path, servers: written.servers } : null,
  };
}

function asText({ candidates, sources, needed, written }: ImportReport): readonly string[] {
  const files = [...new Set(candidates.map(({ source }) => source))];
  const found = files.flatMap((source) => [
    `${source.app.name}, ${safeLine(source.file.path, 300)}`,
    ...candidates.filter((one) => one.source === source).flatMap((one) => linesOf(one, needed)),
  ]);
  const problems = problemsOf(sources).map(({ file, message: problem }) => `${safeLine(file, 300)}: ${problem}`);
  return [...found, ...problems, endText(candidates, written)];
}

function linesOf(one: Candidate, needed: readonly NeededValue[]): readonly string[] {
  const { verdict, entry, secrets, name } = one;
  const why = verdict.kind === "cannot" ? `: ${verdict.words}` : "";
  const head = `  ${safeLine(verdict.kind === "new" ? name : entry.name, 80)}: ${verdictText(one)}${why}`;
  if (verdict.kind !== "new") return [head];
  const variables = variablesOf(name, needed);
  return [
    head,
    ...(secrets.length > 0
      ? [
          message("importCommand.secrets", "secrets that are not copied: {names}", {
            names: secrets.map((secret) => `${secret} •••`).join(", "),
          }),
        ]
      : []),
    ...(variables.length > 0
      ? [message("importCommand.variables", "set: {names}", { names: variables.join(", ") })]
      : []),
    ...notesOf(one),
  ].map((line, at) => (at === 0 ? line : `    ${line}`));
}

/** What is not taken over. */
function notesOf({ notes, entry, verdict }: Candidate): readonly string[] {
  const hidden = verdict.kind === "new" ? hiddenTexts(entry) : [];
  return [
    ...notes.map(({ message: text, words = text }) => words),
    ...hidden.map((text) =>
      message("importCommand.hidden", 'not taken over: {what}; deny those tools in "mcpHub.policy"', { what: text }),
    ),
  ];
}

const variablesOf = (server: string, needed: readonly NeededValue[]): readonly string[] =>
  needed.filter((one) => one.server === server).map(({ variable }) => variable);

const problemsOf = (sources: readonly ImportSource[]) =>
  sources.flatMap(({ file, read }) => read.problems.map(({ message: text }) => ({ file: file.path, message: text })));

function endText(candidates: readonly Candidate[], written: ImportReport["written"]): string {
  if (candidates.length === 0) return message("importCommand.nothing", "No servers were found.");
  if (!written)
    return message(
      "importCommand.preview",
      "Nothing was written. With --config FILE --write, what is new is added to the file.",
    );
  return written.servers.length === 0
    ? message("importCommand.nothingNew", "{path} was not changed: nothing is new.", { path: written.path })
    : message("importCommand.added", "Added to {path}: {names}.", {
        path: written.path,
        names: written.servers.map((name) => safeLine(name, 80)).join(", "),
      });
}

import type { Candidate, ImportSource } from "../../../core/apps/import/candidate";
import { hiddenTexts } from "../../../core/apps/import/verdictText";
import type { System } from "../../../core/apps/system";
import { safeLine } from "../../../core/kernel/redact";
import { message } from "../../../protocol/message";
import type { AppEntryTarget } from "../../manifest/commandTable";
import { shownPath } from "../apps/useFromText";

/** Where a server is from, what of it goes into secret storage, and what is not taken over. */
export function detailText(candidate: Candidate, system: System): string {
  const { source, entry, verdict, secrets, asked, notes } = candidate;
  if (verdict.kind === "cannot") return capitalized(verdict.words);
  return [
    sourceText(source, system),
    ...(entry.isOff ? [message("import.off", "switched off")] : []),
    ...(secrets.length > 0 && verdict.kind !== "same"
      ? [
          message("import.secrets", "to secret storage: {names}", {
            names: secrets.map((name) => `${name} •••`).join(", "),
          }),
        ]
      : []),
    ...(asked.length > 0 ? [message("import.asked", "you are asked for: {names}", { names: asked.join(", ") })] : []),
    ...hiddenTexts(entry),
    ...notes.map(({ message: text, words = text }) => capitalized(words)),
  ].join(" · ");
}

/** The same for the change of the settings, which does not show it. */
export function hiddenRow({ entry, name }: Candidate): readonly string[] {
  const texts = hiddenTexts(entry);
  return texts.length === 0 ? [] : [`${name}: ${texts.join(" · ")}`];
}

/** Words that stand alone, beside the name of their server. */
export const capitalized = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** The app and the file; an empty text for what was pasted. */
export const sourceText = ({ app, file }: ImportSource, system: System): string =>
  file.path === "" ? "" : `${app.name}, ${shownPath(file.path, system)}`;

/** What was done. */
export function importedText(servers: readonly string[], secrets: number, isAdded = false): string {
  const [first = ""] = servers;
  const done = isAdded
    ? message("import.added", '"{name}" was added.', { name: first })
    : servers.length === 1
      ? message("import.doneOne", '"{name}" was imported.', { name: first })
      : message("import.done", "{count} servers were imported.", { count: servers.length });
  if (secrets === 0) return done;
  const moved =
    secrets === 1
      ? message("import.secretsDoneOne", "1 secret is in secret storage; the settings refer to it.")
      : message("import.secretsDone", "{count} secrets are in secret storage; the settings refer to them.", {
          count: secrets,
        });
  return `${done} ${moved}`;
}

/** Why nothing is done with the one server that was chosen. */
export const notImported = ({ verdict, entry }: Candidate): string =>
  verdict.kind === "cannot"
    ? verdict.why
    : message("import.isHereAs", '"{name}" was not imported: it is here already, as "{as}".', {
        name: entry.name,
        as: verdict.kind === "new" ? entry.name : verdict.as,
      });

/** The file has no such server anymore, or not yet. */
export const notThere = ({ path }: AppEntryTarget): string =>
  message("import.notThere", 'The saved file has no server "{name}". Save the file, then import again.', {
    name: safeLine(String(path.at(-1) ?? ""), 80),
  });

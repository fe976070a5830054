import { message } from "../../../protocol/message";
import type { AppEntry } from "../app";
import type { Candidate } from "./candidate";
import type { Difference } from "./setup";

/** The most differences that are named. */
const shownDifferences = 4;

/** What the hub can do with a server, beside its name. */
export function verdictText({ verdict, entry, name }: Candidate): string {
  switch (verdict.kind) {
    case "new":
      return name === entry.name
        ? message("import.new", "new")
        : message("import.renamed", 'new; its name "{name}" is taken', { name: entry.name });
    case "same":
      return message("import.same", 'same as "{name}"', { name: verdict.as });
    case "differs":
      return message("import.differs", 'differs from "{name}": {what}', {
        name: verdict.as,
        what: differencesText(verdict.what),
      });
    case "drifted":
      return message("import.drifted", 'changed since it was imported as "{name}": {what}', {
        name: verdict.as,
        what: differencesText(verdict.what),
      });
    case "cannot":
      return message("import.cannot", "cannot be imported");
  }
}

/** What differs: `+` is what the app has in addition, `-` what it lacks. */
export function differencesText(what: readonly Difference[]): string {
  const signs = { added: "+", removed: "-", changed: "" };
  const shown = what.slice(0, shownDifferences).map(({ kind, key }) => signs[kind] + key);
  return what.length > shown.length
    ? message("import.moreDifferences", "{list} and {count} more", {
        list: shown.join(", "),
        count: what.length - shown.length,
      })
    : shown.join(", ");
}

/** Which tools are turned off, since the app hides them. */
export function hiddenTexts({ disabledTools, allowedTools }: AppEntry): readonly string[] {
  const off =
    disabledTools.length === 0
      ? []
      : [message("import.hidden", "turned off: {names}", { names: disabledTools.join(", ") })];
  if (!allowedTools) return off;
  const shown = allowedTools.filter((name) => !disabledTools.includes(name));
  const only =
    shown.length === 0
      ? message("import.hidesAll", "all tools are turned off")
      : message("import.only", "every tool is turned off, also new ones, except: {names}", { names: shown.join(", ") });
  return [only];
}

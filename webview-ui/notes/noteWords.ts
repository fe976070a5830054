import { message } from "../../src/protocol/message";
import type { HubNoteName, Note, NoteKind } from "../../src/protocol/panel/note";

const hubWords: Readonly<Record<HubNoteName, string>> = {
  failed: message("page.note.failed", "failed"),
  "needs-auth": message("page.note.needsauth", "needs sign-in"),
  "needs-consent": message("page.note.needsconsent", "needs permission"),
  changed: message("page.note.changed", "changed"),
  "sign-in": message("page.note.signin", "sign-in failed"),
  breaker: message("page.note.breaker", "calls refused"),
  rate: message("page.note.rate", "held back"),
  tasks: message("page.note.tasks", "leftover tasks"),
  settings: message("page.note.settings", "settings"),
  log: message("page.note.log", "log"),
};

/** A kind in words: the method of a server's notification without what all of them begin with, or what the hub noticed. */
export function kindWords({ from, name }: NoteKind): string {
  if (name === "") return message("page.note.others", "other kinds");
  if (from === "server") return name.replace(/^notifications\//, "");
  return Object.hasOwn(hubWords, name) ? hubWords[name as HubNoteName] : name;
}

const icons = { debug: "bell", info: "bell", warning: "warning", error: "error" } as const;

export const noteIcon = ({ level }: Note): string => icons[level];

/** What a server sends without parameters says only what it is. */
export const noteText = ({ text }: Note): string => (text === "{}" ? "" : text);

import type { HubNoteName, Note, NoteKind } from "../../src/protocol/panel/note";

const hubWords: Readonly<Record<HubNoteName, string>> = {
  failed: "failed",
  "needs-auth": "needs sign-in",
  "needs-consent": "needs permission",
  changed: "changed",
  "sign-in": "sign-in failed",
  breaker: "calls refused",
  rate: "held back",
  tasks: "leftover tasks",
  settings: "settings",
  log: "log",
};

/** A kind in words: the method of a server's notification without what all of them begin with, or what the hub noticed. */
export function kindWords({ from, name }: NoteKind): string {
  if (name === "") return "other kinds";
  if (from === "server") return name.replace(/^notifications\//, "");
  return Object.hasOwn(hubWords, name) ? hubWords[name as HubNoteName] : name;
}

const icons = { debug: "bell", info: "bell", warning: "warning", error: "error" } as const;

export const noteIcon = ({ level }: Note): string => icons[level];

/** What a server sends without parameters says only what it is. */
export const noteText = ({ text }: Note): string => (text === "{}" ? "" : text);

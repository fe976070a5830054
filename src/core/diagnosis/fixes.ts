import { message } from "../../protocol/message";
import { safeLine } from "../kernel/redact";
import type { EntryChange, Fix, FixCommand } from "./finding";

/** A change of the entry; the label shows the values that are written. */
export const change = (label: string, ...changes: readonly EntryChange[]): Fix => ({ kind: "change", label, changes });

/** One key of the entry, with its value in the label. */
export function setKey(key: string, value: unknown): Fix {
  const label =
    value === undefined
      ? message("fix.takeOut", 'Remove "{key}" from the entry', { key })
      : message("fix.set", 'Set "{key}" to {value}', { key, value: safeLine(JSON.stringify(value), 200) });
  return change(label, { path: [key], value });
}

const labels: Readonly<Record<FixCommand, () => string>> = {
  "sign-in": () => message("fix.signIn", "Sign in"),
  "trust-workspace": () => message("fix.trustWorkspace", "Manage workspace trust"),
  review: () => message("fix.review", "Review what wants to run"),
  "set-secret": () => message("fix.setSecret", "Set the secret"),
  restart: () => message("fix.restart", "Try again: restart the server"),
  settings: () => message("fix.settings", "Open the entry in the settings"),
  log: () => message("fix.log", "Show the server's log"),
  "proxy-settings": () => message("fix.proxySettings", "Open the proxy settings"),
};

export const run = (command: FixCommand): Fix => ({ kind: "command", label: labels[command](), command });

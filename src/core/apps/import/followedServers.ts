import { message } from "../../../protocol/message";
import type { ReadEntry, ReadServers } from "../../config/reading/readServers";
import type { FollowedFile } from "../../config/schema/options/followSettings";
import { safeLine } from "../../kernel/redact";
import type { App, AppFile, AppProblem, ReadAppFile } from "../app";
import { apps } from "../apps";
import type { System } from "../system";
import type { Candidate } from "./candidate";
import { candidates, type ImportRules, isHub } from "./candidates";

/** The app's file that a setting names; `undefined` if the hub does not know the app. */
export function followedAppFile(
  { app: id, path }: FollowedFile,
  system: System,
): { readonly app: App; readonly file: AppFile } | undefined {
  const app = apps.find((one) => one.id === id);
  const files = app?.files(system) ?? [];
  // A file in another place is read as the usual one.
  const file = files.find((one) => one.path === path) ?? files[0];
  return app && file && { app, file: { ...file, path } };
}

/** The servers of an app's file, under the names that they have there. The hub's own entry is left out, and so is what the hub cannot use as a server. */
export function followedEntries(
  app: Pick<App, "id" | "name">,
  file: AppFile,
  read: ReadAppFile,
  rules: ImportRules,
): readonly ReadEntry[] {
  const all = candidates([{ app, file, read }], { ...rules, known: [], origins: [] });
  return all.flatMap((one) => entryOf(one, rules.hubPort) ?? []);
}

function entryOf({ entry, name, config, verdict }: Candidate, hubPort: number): ReadEntry | undefined {
  const common = { name, key: entry.name };
  if (config) {
    const { enabled } = config;
    return { ...common, ...(enabled !== undefined && { enabled }), content: { kind: "server", config } };
  }
  const isOwn = entry.config !== undefined && isHub(entry.config, hubPort);
  const isMistake = entry.config !== undefined || entry.problems.some(({ severity }) => severity === "error");
  if (isOwn || !isMistake || verdict.kind !== "cannot") return undefined;
  return { ...common, content: { kind: "invalid", error: { code: "bad-config", message: verdict.why } } };
}

/** What the settings know of a followed file. `at`: its place in the setting, where problems are shown. */
export function followedServers(
  { path }: FollowedFile,
  at: number,
  entries: readonly ReadEntry[],
  problem: string | undefined,
): ReadServers {
  const place = ["mcpHub.follow", at];
  return {
    location: { scope: "followed", source: path },
    path: place,
    entries,
    problems: problem === undefined ? [] : [{ scope: "user", path: place, severity: "error", message: problem }],
  };
}

/** Why a file cannot be read now, with the place in it; what was read of it last holds on. */
export function brokenText({ path }: FollowedFile, { message: words, line, column }: AppProblem): string {
  const values = { path: safeLine(path, 300), problem: words };
  return line === undefined
    ? message("follow.unread", "The followed file {path} is not read: {problem} Its servers stay as they were.", values)
    : message(
        "follow.broken",
        "The followed file {path} is not read (line {line}, column {column}): {problem} Its servers stay as they were.",
        { ...values, line, column: column ?? 1 },
      );
}

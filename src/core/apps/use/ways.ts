import { message } from "../../../protocol/message";
import type { App, AppFile } from "../app";
import type { FoundApp } from "../appFiles";
import { commonShape } from "../commonShape";
import { targetFor } from "../plannedChange";

/** One way in which an app can use the hub: where its entry is written, and how it reaches the hub. */
export interface Way {
  readonly file: AppFile;
  /** A token of its own, the name of a variable that holds one, or the program, which needs neither. */
  readonly form: "token" | "variable" | "program";
}

/** The ways of an app, the best one first. */
export const waysOf = ({ userFile, projectFile }: Pick<FoundApp, "userFile" | "projectFile">): readonly Way[] =>
  [userFile, projectFile].flatMap((file) => (file ? waysIn(file) : []));

const waysIn = (file: AppFile): readonly Way[] => {
  const target = targetFor(file, { url: "-", token: "-", variable: "-", program: { command: "-", args: [] } });
  const program: Way = { file, form: "program" };
  if ("command" in target) return [program];
  return [{ file, form: "literal" in target.token ? "token" : "variable" }, program];
};

/** The environment variable that holds the token of an app: each has its own, so that each can be revoked by itself. */
export const variableOf = ({ id }: Pick<App, "id">): string => `MCP_HUB_TOKEN_${id.toUpperCase().replaceAll("-", "_")}`;

const copied = (tokens: readonly "literal"[]): readonly AppFile[] => [
  { path: "", level: "user", shape: commonShape({ variables: "none", tokens }) },
];

/** Apps whose files the hub does not know: their entry is copied. */
export const copiedApps: readonly App[] = [
  {
    id: "jetbrains-ai",
    name: "JetBrains AI Assistant",
    about: () => message("apps.about.jetbrainsAi", "assistant of the JetBrains IDEs"),
    files: () => copied([]),
    next: () =>
      message(
        "apps.next.jetbrainsAi",
        "Paste the entry in the IDE, under Settings, Tools, AI Assistant, Model Context Protocol.",
      ),
  },
  {
    id: "other",
    name: "Another App",
    about: () => message("apps.about.other", "any MCP client"),
    files: () => copied(["literal"]),
    next: () => message("apps.next.other", "Paste the entry where the app keeps its MCP servers."),
  },
];

/** Whether the hub writes the files of an app; otherwise its entry is copied. */
export const isWritten = ({ path }: Pick<AppFile, "path">): boolean => path !== "";

import type { Candidate } from "../../core/apps/import/candidate";
import { verdictText } from "../../core/apps/import/verdictText";
import type { System } from "../../core/apps/system";
import type { ServerView } from "../../protocol/hubView";
import { message } from "../../protocol/message";
import { describeState } from "../../protocol/summary";
import { detailText } from "../commands/import/importText";
import type { Tooltip } from "../tree/tooltipParts";

/** More names of tools than this are counted. */
const shownTools = 40;

/** What the name of an entry in the settings says: the server's state and tools. */
export function serverHover(server: ServerView, tools: readonly string[], description: string | undefined): Tooltip {
  const names = tools.slice(0, shownTools).join(", ");
  const values = { names, count: tools.length - shownTools };
  return [
    server.label,
    ...(description === undefined ? [] : [description]),
    describeState(server),
    ...(tools.length === 0
      ? []
      : [
          tools.length > shownTools
            ? message("hover.moreTools", "Tools: {names} and {count} more", values)
            : message("hover.tools", "Tools: {names}", values),
        ]),
  ];
}

/** What the name of a server in a file of another app says: what the hub can do with it. */
export function candidateHover(candidate: Candidate, system: System): Tooltip {
  const verdict = verdictText(candidate);
  return [
    candidate.entry.name,
    message("hover.verdict", "MCP Hub: {verdict}", { verdict }),
    detailText(candidate, system),
  ];
}

/** What a key of an entry in a file of another app means; `undefined` for a key that not all apps have. */
export function keyMeaning(key: string): string | undefined {
  switch (key) {
    case "command":
      return message("key.command", "The program that is the server. The app starts it on this machine.");
    case "args":
      return message("key.args", "Arguments for the program, one per item.");
    case "env":
      return message("key.env", "Environment variables for the program.");
    case "envFile":
      return message("key.envFile", 'A file of "NAME=value" lines; "env" takes precedence over it.');
    case "cwd":
      return message("key.cwd", "The folder in which the program starts.");
    case "url":
      return message("key.url", "The address of the server.");
    case "headers":
      return message("key.headers", "HTTP headers that are sent with each request.");
    case "type":
      return message("key.type", 'How the server is reached: "stdio" for a program, "http" or "sse" for an address.');
    case "disabled":
      return message("key.disabled", "The app keeps the entry but does not use the server.");
    default:
      return undefined;
  }
}

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

/**
 * What a key of an entry in a file of another app means; `undefined` for a key whose meaning depends on the app, or that the hub does not
 * know.
 */
export function keyMeaning(key: string): string | undefined {
  switch (key) {
    case "command":
    case "cmd":
      return message("key.command", "The program that is the server. The app starts it on this machine.");
    case "args":
      return message("key.args", "Arguments for the program, one per item.");
    case "env":
    case "envs":
      return message("key.env", "Environment variables for the program.");
    case "envFile":
      return message("key.envFile", 'A file of "NAME=value" lines; "env" takes precedence over it.');
    case "cwd":
      return message("key.cwd", "The folder in which the program starts.");
    case "url":
    case "uri":
      return message("key.url", "The address of the server.");
    case "headers":
    case "http_headers":
      return message("key.headers", "HTTP headers that are sent with each request.");
    case "type":
      return message("key.type", 'How the server is reached: "stdio" for a program, "http" or "sse" for an address.');
    case "bearer_token_env_var":
      return message("key.tokenVariable", "The environment variable that holds the token for the server.");
    case "env_http_headers":
      return message("key.headerVariables", "HTTP headers, each with the environment variable that holds its value.");
    case "env_vars":
      return message("key.passedVariables", "Environment variables that the program gets as they are set.");
    case "env_keys":
      return message("key.askedVariables", "Environment variables that the app asks you for. It keeps their values.");
    case "startup_timeout_sec":
      return message("key.startTime", "Seconds that the server may take to start.");
    case "tool_timeout_sec":
      return message("key.callTime", "Seconds that a tool may take.");
    case "enabled_tools":
    case "available_tools":
      return message("key.onlyTools", "The only tools that the app offers.");
    case "disabled_tools":
      return message("key.hiddenTools", "Tools that the app does not offer.");
    case "enabled":
      return message("key.enabled", "If this is false, the app keeps the entry and does not use the server.");
    case "disabled":
      return message("key.disabled", "The app keeps the entry but does not use the server.");
    default:
      return undefined;
  }
}

import type { WaitingServer } from "../../core/consent/launchQuestions";
import { safeLine } from "../../core/kernel/redact";
import type { DocumentText } from "../../core/presentation/resultDocument";
import { message } from "../../protocol/message";
import { type Item, moreLines, type QuestionView, type Section, serverName, textItems } from "./questionView";

/** `choose`: about each server by itself. */
export type LaunchChoice = "later" | "allow" | "choose";

/** A server that waits, with the name that the person reads. */
export interface ShownServer extends WaitingServer {
  readonly label: string;
}

/** The most lines about one server; of one that has more, all must be shown before it can be allowed. */
const mostLines = 40;

const later = (): Item<"later"> => ({
  label: message("launch.later", "Not Now"),
  description: message("launch.laterNote", "it does not start; choose Review… in the tree later"),
  answer: "later",
});

const showAll = (): Item<never> => ({ label: message("launch.showAll", "Show Everything…"), look: true });

/**
 * The question whether servers may run. What they run and get is shown as it is written; while it is cut here, nothing can be allowed until
 * it was shown in full.
 */
export function launchView(servers: readonly ShownServer[], wasShown: boolean): QuestionView<LaunchChoice> {
  const isHeld = !wasShown && servers.some((server) => linesOf(server).length > mostLines);
  const isOne = servers.length === 1;
  const allow: Item<LaunchChoice> = {
    label: isOne ? message("launch.allow", "Allow") : message("launch.allowAll", "Allow All Shown"),
    description: message("launch.allowNote", "until the entry changes"),
    answer: "allow",
  };
  const choose: Item<LaunchChoice> = {
    label: message("launch.choose", "Choose…"),
    description: message("launch.chooseNote", "asks about each of them"),
    answer: "choose",
  };
  return {
    title: titleOf(servers),
    placeholder: isHeld
      ? message("launch.placeholderCut", "The list is cut: show everything before you allow this")
      : message("launch.placeholder", "Choose with the arrow keys and Enter; Escape is Not Now"),
    sections: [
      { items: [later(), ...(isHeld ? [] : [allow, ...(isOne ? [] : [choose])]), showAll()] },
      ...servers.map((server): Section<never> => {
        const lines = linesOf(server);
        const more = { label: moreLines(lines.length - mostLines) };
        return {
          title: headingOf(server),
          items: lines.length > mostLines ? [...lines.slice(0, mostLines), more] : lines,
        };
      }),
    ],
  };
}

function titleOf(servers: readonly ShownServer[]): string {
  const [only] = servers;
  if (servers.length !== 1 || !only)
    return message("launch.titleMany", "Run {count} MCP servers that you have not allowed yet?", {
      count: servers.length,
    });
  const values = { server: serverName(only.server, only.label) };
  switch (only.why) {
    case "workspace":
      return message("launch.titleWorkspace", "This workspace configures the MCP server {server}. Run it?", values);
    case "followed":
      return message(
        "launch.titleFollowed",
        "A file that you follow configures the MCP server {server}. Run it?",
        values,
      );
    case "account":
      return message("launch.titleAccount", "Let the MCP server {server} have the token of your account?", values);
  }
}

const headingOf = ({ server, label, why }: ShownServer): string =>
  why === "workspace"
    ? message("launch.fromWorkspace", "{server}, from this workspace", { server: serverName(server, label) })
    : why === "followed"
      ? message("launch.fromFollowed", "{server}, from a file that you follow", { server: serverName(server, label) })
      : message("launch.fromYou", "{server}, from your settings", { server: serverName(server, label) });

const linesOf = ({ facts }: ShownServer): readonly Item<never>[] =>
  facts.flatMap(({ name, text }) => textItems(`${name}: ${text}`, Number.POSITIVE_INFINITY));

/** Everything about the servers as a document. */
export const launchDocument = (servers: readonly ShownServer[]): DocumentText => ({
  name: "mcp-servers.txt",
  text: servers
    .map((server) =>
      [safeLine(headingOf(server), 300), ...server.facts.map(({ name, text }) => `  ${name}: ${text}`)].join("\n"),
    )
    .join("\n\n")
    .concat("\n"),
});

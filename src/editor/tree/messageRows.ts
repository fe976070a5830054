import { safeLine } from "../../core/kernel/redact";
import { cutToLines, wrapped } from "../../core/presentation/lineWidth";
import { reasonFirst } from "../../core/presentation/reasonFirst";
import type { ConnectionState } from "../../protocol/connectionState";
import type { ConfigProblem, ServerId } from "../../protocol/hubEvent";
import type { HubView, ServerView } from "../../protocol/hubView";
import { message } from "../../protocol/message";
import { waitWords } from "../../protocol/summary";
import type { MessageNode, TreeNode } from "./treeNode";

/** So much of a row below a server is seen at the default width of the side bar, in widths of a lowercase letter. */
const rowWidth = 33;
/** The most rows of one message: the hover, and the server's details at a click, have all of it. */
const rowLimit = 4;

/** The mistakes in the settings that belong to no server. */
export const settingsRows = (view: HubView): readonly TreeNode[] =>
  view.problems
    .filter((problem) => !view.servers.some(({ id }) => id === serverOf(problem)))
    .flatMap((problem, at) => rows(`problem/${at}`, problemNode(problem)));

/** What stands below a server: what it waits for, why it does not run, the mistakes in its entry. `id`: of the server's node. */
export function serverRows(server: ServerView, view: HubView, id: string): readonly TreeNode[] {
  const { state, label } = server;
  const names = [server.id, label];
  const found = view.problems.filter((problem) => serverOf(problem) === server.id);
  const problems = found.flatMap((problem, at) => rows(`${id}/problem/${at}`, problemNode(problem, server.id), names));
  if (state.kind === "starting") return [...startRows(server.id, state, id), ...problems];
  // A server with an invalid entry fails with the same message as the problem in the settings.
  if (!("error" in state) || found.some((problem) => problem.message === state.error.message)) return problems;
  const severity = state.kind === "failed" ? "error" : "warning";
  const text = state.error.message;
  return [...rows(`${id}/error`, { kind: "message", server: server.id, severity, text }, names), ...problems];
}

/** Whether anything stands below a server that is not ready. */
export const hasRows = ({ id, state }: ServerView, { problems }: HubView): boolean =>
  "error" in state ||
  (state.kind === "starting" && state.progress !== undefined) ||
  problems.some((problem) => serverOf(problem) === id);

/** The lists that could not be read. */
export const missingRows = (server: ServerId, missing: readonly string[], id: string): readonly TreeNode[] =>
  missing.flatMap((text, at) =>
    rows(`${id}/missing/${at}`, { kind: "message", server, severity: "warning", text }, [server]),
  );

export const nothingRows = (server: ServerId, id: string): readonly TreeNode[] => {
  const text = message("tree.nothing", "This server offers no tools, resources or prompts.");
  return rows(`${id}/nothing`, { kind: "message", server, severity: "info", text });
};

/** What a connection waits for, and what the program said last: once that takes a while. */
function startRows(
  server: ServerId,
  { progress }: Extract<ConnectionState, { kind: "starting" }>,
  id: string,
): readonly TreeNode[] {
  if (!progress) return [];
  const note = { kind: "message", server, severity: "info" } as const;
  const waits = waitWords(progress);
  const text = `${waits.slice(0, 1).toUpperCase()}${waits.slice(1)}`;
  return [
    ...rows(`${id}/waits`, { ...note, text, icon: "watch" }),
    ...(progress.said === undefined ? [] : rows(`${id}/said`, { ...note, text: progress.said, icon: "output" })),
  ];
}

/**
 * A message as rows. VS Code cuts a row where the view ends, so a long message goes on in the next one. It stands below its server, whose
 * `names` in front of the reason are left out.
 */
function rows(id: string, node: MessageNode, names: readonly string[] = []): readonly TreeNode[] {
  const text = safeLine(reasonFirst(node.text, names), 300);
  const lines = wrapped(cutToLines(text, rowWidth, rowLimit), rowWidth).map((line) => line.trim());
  return lines.map((line, at) => ({
    ...node,
    id: at === 0 ? id : `${id}/${at}`,
    row: { text: line, isFirst: at === 0 },
  }));
}

const problemNode = ({ severity, message: text }: ConfigProblem, server?: ServerId): MessageNode => ({
  kind: "message",
  ...(server !== undefined && { server }),
  severity,
  text,
});

/** The server whose entry has the problem. */
function serverOf({ path }: ConfigProblem): ServerId | undefined {
  const [setting, server] = path;
  return setting === "mcpHub.servers" && typeof server === "string" ? server : undefined;
}

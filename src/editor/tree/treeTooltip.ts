import type { Tool } from "../../core/catalog/catalog";
import type { CallFigures, ServerFigures } from "../../core/hub/metrics";
import { safeLine, safeText } from "../../core/kernel/redact";
import { inWords } from "../../core/kernel/timeLimit";
import { eraOf, eraWords } from "../../protocol/era";
import type { Scope } from "../../protocol/hubEvent";
import type { ServerView } from "../../protocol/hubView";
import { describeState } from "../../protocol/summary";
import type { TreeNode, TreeSource } from "./treeNode";

/** The paragraphs of a node's hover, plain text: the first names the node. Text of servers, cleaned and cut. */
export type Tooltip = readonly [name: string, ...paragraphs: string[]];

const aboutLimit = 1500;

/** Made only when the mouse rests on a node. */
export function nodeTooltip(node: TreeNode, source: TreeSource): Tooltip {
  switch (node.kind) {
    case "server": {
      const server = source.view.servers.find(({ id }) => id === node.server);
      return server ? serverTooltip(server, source) : [node.server];
    }
    case "line":
      return [safeText(node.text, aboutLimit)];
    case "group":
      return [`${node.count} ${node.group} of ${node.server}`];
    case "tool": {
      const figures = source.figures(node.server)?.tools[node.name];
      return [
        clean(node.name),
        ...[...about(node.tool), ...claims(node.tool.hints), ...said(figures, callWords)].map(clean),
      ];
    }
    case "resource": {
      const { mimeType, size } = node.resource;
      const facts = [mimeType, size === undefined ? undefined : `${size.toLocaleString("en-US")} bytes`];
      return withFacts(node.resource.name, [node.uri, ...about(node.resource)], facts);
    }
    case "template":
      return withFacts(node.template.name, [node.uriTemplate, ...about(node.template)], [node.template.mimeType]);
    case "prompt": {
      const names = node.prompt.arguments.map(({ name, required }) => (required ? name : `${name} (optional)`));
      return withFacts(node.name, about(node.prompt), names.length > 0 ? [`Arguments: ${names.join(", ")}`] : []);
    }
  }
}

const scopeWords: Readonly<Record<Scope, string>> = {
  user: "Configured in your user settings",
  remote: "Configured in the remote settings",
  workspace: "Configured in the workspace settings",
  folder: "Configured in a folder's settings",
  file: "Configured in a file",
};

function serverTooltip(server: ServerView, { trusts, figures }: TreeSource): Tooltip {
  const { label, state, scope, source } = server;
  const paragraphs = [describeState(server), `${scopeWords[scope]}${source === undefined ? "" : `: ${source}`}`];
  if (state.kind === "ready") {
    const { name, version, protocolVersion, transport, pid, instructions } = state.info;
    const process = pid === undefined ? "" : `, process ${pid}`;
    paragraphs.push(
      `${name} ${version}, MCP ${protocolVersion} (${eraWords[eraOf(protocolVersion)]}) over ${transport}${process}`,
    );
    if (instructions) paragraphs.push(`It says of itself: ${instructions}`);
  }
  const known = figures(server.id);
  paragraphs.push(...said(known, lifeWords), ...said(known, callWords));
  if (trusts(server.id)) paragraphs.push("You trust what it says about its own tools.");
  return [clean(label), ...paragraphs.map(clean)];
}

/** What there is to say of figures: a line or nothing. */
function said<T>(figures: T | undefined, words: (figures: T) => string | undefined): string[] {
  const line = figures && words(figures);
  return line === undefined ? [] : [line];
}

const about = ({ title, description }: { title?: string; description?: string }): string[] =>
  [title, description].filter((text) => text !== undefined && text !== "").map((text) => text ?? "");

/** A tool's annotations, said to be what they are: claims of its server (MCP, tool annotations). */
function claims({ readOnly, destructive, idempotent, openWorld }: Tool["hints"]): string[] {
  const words = [
    readOnly === undefined ? "" : readOnly ? "only reads" : "may write",
    destructive === undefined || readOnly ? "" : destructive ? "may destroy" : "destroys nothing",
    idempotent === undefined || readOnly ? "" : idempotent ? "is safe to repeat" : "is not safe to repeat",
    openWorld === undefined ? "" : openWorld ? "reaches outside" : "stays inside its own domain",
  ].filter((word) => word !== "");
  return words.length === 0 ? [] : [`Claims of the server, not checked: ${words.join(", ")}.`];
}

function withFacts(name: string, paragraphs: readonly string[], facts: readonly (string | undefined)[]): Tooltip {
  const known = facts.filter((fact) => fact !== undefined && fact !== "").join(", ");
  return [clean(name), ...[...paragraphs, ...(known ? [known] : [])].map(clean)];
}

const clean = (text: string): string => safeLine(text, aboutLimit);

/** How the calls of a server or a tool went, in a line; `undefined` where none was made and nothing is refused. */
function callWords({ outcomes, errors, retries, inFlight, ms, breaker }: CallFigures): string | undefined {
  const calls = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  const answered = outcomes.ok + outcomes["tool-error"];
  const codes = Object.entries(errors).map(([code, count]) => `${count} ${code}`);
  const parts = [
    calls > 0 && counted(calls, "call"),
    outcomes.failed > 0 && `${outcomes.failed} failed${codes.length > 0 ? ` (${codes.join(", ")})` : ""}`,
    retries > 0 && `${retries} sent again`,
    answered > 0 && `half within ${rounded(ms.p50)}, 95 % within ${rounded(ms.p95)}, 99 % within ${rounded(ms.p99)}`,
    inFlight > 0 && `${inFlight} in flight`,
    breaker === "open" && "calls are refused after too many failures",
    breaker === "half-open" && "a trial call finds out whether it works again",
  ].filter((part) => part !== false);
  return parts.length > 0 ? `Since the window opened: ${parts.join("; ")}.` : undefined;
}

/** How long a server is up, how often it came up again and who waits for it; `undefined` where there is nothing to say. */
function lifeWords({ uptimeMs, restarts, waiting }: ServerFigures): string | undefined {
  const parts = [
    uptimeMs > 0 && `up for ${inWords(Math.round(uptimeMs / 1000) * 1000)}`,
    restarts > 0 && counted(restarts, "restart"),
    waiting > 0 && `${counted(waiting, "call")} waiting`,
  ].filter((part) => part !== false);
  const [first = "", ...rest] = parts;
  return first === "" ? undefined : `${[`${first.slice(0, 1).toUpperCase()}${first.slice(1)}`, ...rest].join(", ")}.`;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

const rounded = (ms: number): string => inWords(ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms));

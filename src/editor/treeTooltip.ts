import type { Tool } from "../core/catalog/catalog";
import { safeLine, safeText } from "../core/redact";
import { eraOf, eraWords } from "../protocol/era";
import type { Scope } from "../protocol/hubEvent";
import type { ServerView } from "../protocol/hubView";
import { describeState } from "../protocol/summary";
import { callWords, lifeWords } from "./figuresWords";
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

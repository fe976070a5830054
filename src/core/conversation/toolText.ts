import type { ServerView } from "../../protocol/hubView";
import { inEnglish, message } from "../../protocol/message";
import { describeState, shortState } from "../../protocol/summary";
import { asShown, type Catalog, type HubTool } from "../catalog/catalog";
import { safeLine, safeText } from "../kernel/redact";
import { visibleData } from "../kernel/untrusted/visible";
import { fenceBytes, fenced, type Origin } from "../messages/fence";
import { firstBytes } from "../messages/resultText";

const resourcesShown = 30;

/** A tool in one line, for a model that chooses one. */
export function toolLine(of: HubTool): string {
  const tool = asShown(of);
  const needs = requiredArguments(tool.inputSchema).join(", ");
  const description = safeLine(tool.description || tool.title || "", 240);
  return `${of.modelName}${needs && ` (needs ${needs})`}${description && `: ${description}`}`;
}

/** The full definition of a tool, for a model that will call it. */
export function toolDescription(of: HubTool): string {
  const { modelName, server, tool } = of;
  const { name, title, description, inputSchema, outputSchema, hints } = asShown(of);
  const whole = {
    tool: modelName,
    server,
    ...(name !== tool.name && { nameOnServer: tool.name }),
    title,
    description: description && safeText(description, 20_000),
    inputSchema,
    outputSchema,
    hints,
  };
  return JSON.stringify(visibleData(whole), undefined, 1);
}

/** A server with its resources, for a model: its state, and fenced what it says of itself, cut so that all is about `limit` bytes. */
export const serverText = (...of: Parameters<typeof serverLines>): string => inEnglish(() => serverLines(...of));

function serverLines(
  view: ServerView,
  { resources, resourceTemplates }: Catalog,
  { withholdsInstructions = false, limit }: { readonly withholdsInstructions?: boolean; readonly limit: number },
): string {
  const { id, state } = view;
  const instructions = state.kind === "ready" ? state.info.instructions : undefined;
  const ownState = state.kind === "starting" ? message("state.connectingNow", "Connecting") : shortState(view);
  const said = safeLine(describeState(view), 300);
  const resourceLines = [
    ...resources.map(({ uri, name, mimeType }) => `${uri} (${[name, mimeType].filter(Boolean).join(", ")})`),
    ...resourceTemplates.map(({ uriTemplate, name }) => `${uriTemplate} (template: ${name})`),
  ].map((line) => `  ${safeLine(line, 500)}`);
  const more = resourceLines.length - resourcesShown;
  const told = [
    ...(said === ownState ? [] : [`  ${said}`]),
    ...(instructions && !withholdsInstructions ? [`  Its instructions: ${safeLine(instructions, 600)}`] : []),
    ...resourceLines.slice(0, resourcesShown),
    ...(more > 0 ? [`  and ${more} more resources`] : []),
  ].join("\n");
  const own = [
    `${id}: ${ownState}`,
    ...(withholdsInstructions
      ? [
          "  Its instructions changed, and are withheld until the user has reviewed them (MCP Hub: Review Changed Tool).",
        ]
      : []),
  ].join("\n");
  return told === "" ? own : `${own}\n${fencedWithin(told, { server: id }, limit - own.length)}`;
}

/** As many of some whole texts as fit into so many bytes, and how many are left out. */
export function fitting(texts: readonly string[], limit: number): string {
  let left = limit;
  const fit = texts.findIndex((text, at) => {
    left -= new TextEncoder().encode(text).length + 1;
    return left < 0 && at > 0;
  });
  if (fit < 0) return texts.join("\n");
  return [...texts.slice(0, fit), `and ${texts.length - fit} more, for which there is no room`].join("\n");
}

/** A fenced text that takes so many bytes with its fence, unless the fence alone takes more. */
export const fencedWithin = (text: string, origin: Origin, limit: number): string =>
  fenced(firstBytes(text, Math.max(1, limit - fenceBytes(origin))), origin);

/** The names of a tool's required arguments, cleaned and bounded. */
export function requiredArguments({ required }: HubTool["tool"]["inputSchema"]): readonly string[] {
  return Array.isArray(required)
    ? required
        .filter((name) => typeof name === "string")
        .slice(0, 20)
        .map((name) => safeLine(name, 60))
    : [];
}

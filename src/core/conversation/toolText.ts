import type { ServerView } from "../../protocol/hubView";
import { describeState } from "../../protocol/summary";
import type { Catalog, HubTool } from "../catalog/catalog";
import { safeLine, safeText } from "../kernel/redact";
import { visibleData } from "../kernel/untrusted/visible";

const resourcesShown = 30;

/** A tool in one line, for a model that chooses one. */
export function toolLine({ modelName, tool }: HubTool): string {
  const needs = requiredArguments(tool.inputSchema).join(", ");
  const description = safeLine(tool.description || tool.title || "", 240);
  return `${modelName}${needs && ` (needs ${needs})`}${description && `: ${description}`}`;
}

/** The full definition of a tool, for a model that will call it. */
export function toolDescription({ modelName, server, tool }: HubTool): string {
  const { title, description, inputSchema, outputSchema, hints } = tool;
  const whole = {
    tool: modelName,
    server,
    title,
    description: description && safeText(description, 20_000),
    inputSchema,
    outputSchema,
    hints,
  };
  return JSON.stringify(visibleData(whole), undefined, 1);
}

/** A server with its resources, for a model. */
export function serverText(
  view: ServerView,
  { resources, resourceTemplates }: Catalog,
  withholdsInstructions = false,
): string {
  const { state } = view;
  const instructions = state.kind === "ready" ? state.info.instructions : undefined;
  const about = withholdsInstructions
    ? ["  Its instructions changed, and are withheld until the user has reviewed them (MCP Hub: Review Changed Tool)."]
    : instructions
      ? [`  Its instructions: ${safeLine(instructions, 600)}`]
      : [];
  const listed = [
    ...resources.map(({ uri, name, mimeType }) => `${uri} (${[name, mimeType].filter(Boolean).join(", ")})`),
    ...resourceTemplates.map(({ uriTemplate, name }) => `${uriTemplate} (template: ${name})`),
  ].map((line) => `  ${safeLine(line, 500)}`);
  const more = listed.length > resourcesShown ? [`  and ${listed.length - resourcesShown} more resources`] : [];
  return [
    `${view.id}: ${safeLine(describeState(view), 300)}`,
    ...about,
    ...listed.slice(0, resourcesShown),
    ...more,
  ].join("\n");
}

/** The names of a tool's required arguments, cleaned and bounded. */
export function requiredArguments({ required }: HubTool["tool"]["inputSchema"]): readonly string[] {
  return Array.isArray(required)
    ? required
        .filter((name) => typeof name === "string")
        .slice(0, 20)
        .map((name) => safeLine(name, 60))
    : [];
}

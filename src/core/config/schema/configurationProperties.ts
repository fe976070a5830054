import * as z from "zod";
import { optionKeys } from "../reading/readOptions";
import { auditSettings } from "./auditSettings";
import { callSettings } from "./callSettings";
import { connectionSettings } from "./connectionSettings";
import { serversSnippets } from "./entrySnippets";
import { gatewaySettings } from "./options/gatewaySettings";
import { historySettings } from "./options/historySettings";
import { askSettings } from "./questionSettings";
import { type SettingScope, Settings, settingScopes } from "./settings";

/** A JSON schema for VS Code: draft 7, with hover text in Markdown and snippets for completion. */
export type EditorSchema = { [key: string]: unknown };

const isSettingKey = (key: string): key is keyof Settings => key in settingScopes;

/** The groups of the settings, in their order. A setting is in the first group that takes it, so a new one has a place too. */
const groups: readonly { readonly title: string; readonly takes: (key: string) => boolean }[] = [
  {
    title: "Servers",
    takes: (key) => ["servers", "start", "inheritEnv", "allowedEnvironment", "registry"].includes(key),
  },
  {
    title: "Approval",
    takes: (key) => ["approval", "policy", "policyFile", "pin", "redact", "askAfterOtherResults"].includes(key),
  },
  { title: "Calls", takes: (key) => key in callSettings },
  {
    title: "Connections",
    takes: (key) => key in connectionSettings || ["caFile", "messageLimitMb", "signInTimeoutSeconds"].includes(key),
  },
  { title: "Questions", takes: (key) => key in askSettings },
  { title: "Audit", takes: (key) => key in auditSettings },
  { title: "Gateway", takes: (key) => key in gatewaySettings || key === "profiles" },
  {
    title: "Operations",
    takes: (key) => key in historySettings || ["alerts", "otlpEndpoint", "jsonLog"].includes(key),
  },
  { title: "Chat", takes: () => true },
];

/** `contributes.configuration` of the manifest: VS Code shows each group under its title. */
export function configuration(): readonly {
  readonly title: string;
  readonly properties: ReturnType<typeof configurationProperties>;
}[] {
  const all = Object.entries(configurationProperties());
  const groupOf = (name: string) => groups.find(({ takes }) => takes(name.replace("mcpHub.", "")));
  return groups.map((group) => ({
    title: group.title,
    properties: Object.fromEntries(all.filter(([name]) => groupOf(name) === group)),
  }));
}

/** The settings as the manifest must declare them, derived from the schema that reads them. */
export function configurationProperties(): Record<string, EditorSchema & { scope: SettingScope; order: number }> {
  const { properties = {} } = z.toJSONSchema(Settings, { io: "input", target: "draft-7" });
  const entries = Object.entries(properties).map(([key, schema], order) => {
    if (!isSettingKey(key)) throw new Error(`The setting "${key}" has no scope.`);
    const snippets = key === "servers" ? { defaultSnippets: serversSnippets } : {};
    return [`mcpHub.${key}`, { ...forEditor(schema), ...snippets, scope: settingScopes[key], order }] as const;
  });
  return Object.fromEntries(entries);
}

/** The settings that VS Code must not read from a workspace in Restricted Mode. */
export const restrictedConfigurations = (): string[] =>
  ["servers" as const, ...optionKeys]
    .filter((key) => settingScopes[key] !== "application" && settingScopes[key] !== "machine")
    .map((key) => `mcpHub.${key}`);

/** Descriptions are Markdown, which VS Code renders only under `markdownDescription`. */
function forEditor(schema: unknown): EditorSchema {
  if (typeof schema !== "object" || schema === null) throw new Error("The schema of a setting is not an object.");
  return Object.fromEntries(Object.entries(schema).map(rewritten));
}

function rewritten([key, value]: [string, unknown]): [string, unknown] {
  if (key === "description") return ["markdownDescription", value];
  if (key === "properties" && typeof value === "object" && value !== null)
    return [key, Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, forEditor(inner)]))];
  if (key === "anyOf" && Array.isArray(value)) return [key, value.map(forEditor)];
  if (key === "items" || key === "additionalProperties")
    return [key, typeof value === "object" ? forEditor(value) : value];
  return [key, value];
}

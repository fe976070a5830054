import * as z from "zod";
import { optionKeys } from "../reading/readOptions";
import { serversSnippets } from "./entrySnippets";
import { settingGroups } from "./options/settingGroups";
import { type SettingScope, Settings, settingScopes } from "./settings";

/** A JSON schema for VS Code: draft 7, with hover text in Markdown and snippets for completion. */
export type EditorSchema = { [key: string]: unknown };

const isSettingKey = (key: string): key is keyof Settings => key in settingScopes;

/** `contributes.configuration` of the manifest: VS Code shows each group under its title. */
export function configuration(): readonly {
  readonly title: string;
  readonly order: number;
  readonly properties: ReturnType<typeof configurationProperties>;
}[] {
  const all = configurationProperties();
  return settingGroups.map(({ title, settings }, order) => ({
    title,
    order,
    properties: Object.fromEntries(
      Object.keys(settings).flatMap((key) => {
        const property = all[`mcpHub.${key}`];
        return property ? [[`mcpHub.${key}`, property] as const] : [];
      }),
    ),
  }));
}

/** The settings as the manifest must declare them, derived from the schema that reads them. */
export function configurationProperties(): Record<string, EditorSchema & { scope: SettingScope; order: number }> {
  const { properties = {} } = z.toJSONSchema(Settings, { io: "input", target: "draft-7" });
  const whys = new Map(settingGroups.flatMap(({ settings }) => Object.entries(settings)));
  const places = [...whys.keys()];
  const entries = Object.entries(properties).map(([key, schema]) => {
    if (!isSettingKey(key)) throw new Error(`The setting "${key}" has no scope.`);
    const why = whys.get(key);
    if (why === undefined) throw new Error(`The setting "${key}" has no group: add it to settingGroups.ts.`);
    const { markdownDescription, ...property } = forEditor(schema);
    const snippets = key === "servers" ? { defaultSnippets: serversSnippets } : {};
    const described = { ...property, markdownDescription: `${markdownDescription} ${why}` };
    return [
      `mcpHub.${key}`,
      { ...described, ...snippets, scope: settingScopes[key], order: places.indexOf(key) },
    ] as const;
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

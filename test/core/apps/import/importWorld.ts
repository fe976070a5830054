import assert from "node:assert/strict";
import { apps } from "../../../../src/core/apps/apps";
import type { ImportSource } from "../../../../src/core/apps/import/candidate";
import { candidates, type ImportRules } from "../../../../src/core/apps/import/candidates";
import { readAppFile } from "../../../../src/core/apps/reading/readAppFile";
import type { ServerConfig } from "../../../../src/core/config/schema/serverConfig";
import type { ServerDefinition } from "../../../../src/core/config/schema/serverDefinition";
import { linux } from "../writtenEntries";

/** Servers as a file of an app that ends like this. */
export function source(id: string, content: unknown, pathEnd = ""): ImportSource {
  const app = apps.find((one) => one.id === id) ?? assert.fail(id);
  const file = app.files(linux).find(({ path }) => path.endsWith(pathEnd)) ?? assert.fail(pathEnd);
  return { app, file, read: readAppFile(file, JSON.stringify(content)) };
}

/** A server of the hub. */
export const known = (id: string, config: ServerConfig, more: Partial<ServerDefinition> = {}): ServerDefinition => ({
  scope: "user",
  id,
  label: id,
  enabled: true,
  entry: { kind: "valid", config },
  ...more,
});

export const rules: ImportRules = {
  known: [],
  origins: [],
  platform: "linux",
  hubPort: 24319,
  limits: { allowedEnvironment: [], inheritEnv: [] },
};

export const found = (sources: readonly ImportSource[], more: Partial<ImportRules> = {}) =>
  candidates(sources, { ...rules, ...more });

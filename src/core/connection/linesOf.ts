import type { ServerDefinition } from "../config/serverDefinition";

/**
 * The lines that an entry asks for, as definitions of one line each: by place (the entry itself, then its `replicas` in order), and at
 * each place as many as `connections` says.
 */
export function linesOf(definition: ServerDefinition): readonly (readonly ServerDefinition[])[] {
  const { entry } = definition;
  if (entry.kind === "invalid") return [[definition]];
  const { config } = entry;
  const { connectTimeoutSeconds, start, idleShutdownSeconds, healthCheckSeconds } = config;
  const shared = { connectTimeoutSeconds, start, idleShutdownSeconds, healthCheckSeconds };
  const replicas = (config.replicas ?? []).map(
    (replica): ServerDefinition => ({ ...definition, entry: { kind: "valid", config: { ...shared, ...replica } } }),
  );
  return [definition, ...replicas].map((place) => Array.from({ length: config.connections ?? 1 }, () => place));
}

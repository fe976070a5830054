import { isAbsolutePath } from "./filePath";
import { isStdio, type ServerConfig } from "./serverConfig";
import type { ServerDefinition } from "./serverDefinition";
import { textsIn } from "./storedNames";
import { parseTemplate } from "./variables";

/**
 * A definition as Restricted Mode lets it run: the folder of a workspace that is not trusted must decide nothing, not even
 * by being where a program starts. `npx`, for one, runs what it finds in the folder that it starts in.
 */
export function restrictedDefinition(definition: ServerDefinition): ServerDefinition {
  const { entry } = definition;
  if (entry.kind === "invalid" || !followsFolder(entry.config)) return definition;
  return { ...definition, entry: { kind: "valid", config: { ...entry.config, restricted: true } } };
}

/** Whether what an entry runs or contacts may be another in another workspace folder. */
function followsFolder(config: ServerConfig): boolean {
  const variables = textsIn(config).flatMap((text) => parseTemplate(text));
  if (variables.some((part) => typeof part === "object" && part.kind === "workspaceFolder")) return true;
  if (!isStdio(config)) return false;
  const { cwd, envFile } = config;
  return cwd === undefined || !isFixed(cwd) || (envFile !== undefined && !isFixed(envFile));
}

/** Whether a path is absolute whatever its variables stand for. */
const isFixed = (path: string): boolean => isAbsolutePath(path) || /^(?:~(?:[\\/]|$)|\$\{userHome\})/.test(path);

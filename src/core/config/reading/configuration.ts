import type { ConfigProblem } from "../../../protocol/hubEvent";
import type { ServerDefinition } from "../schema/serverDefinition";
import type { Options, Settings } from "../schema/settings";
import { mergeScopes } from "./mergeScopes";
import { type OptionValues, readOptions } from "./readOptions";
import { type ReadServers, readServers } from "./readServers";

/** Everything in the settings that can be used, and the problems with the rest. */
export interface Configuration {
  readonly definitions: readonly ServerDefinition[];
  readonly options: Options;
  readonly problems: readonly ConfigProblem[];
}

/** The unchecked settings of one location, by their names without `mcpHub.`. */
export interface WrittenSettings extends OptionValues {
  readonly values: Readonly<Partial<Record<keyof Settings, unknown>>>;
}

/**
 * Reads the settings of all locations together. Never throws, regardless of what is written.
 *
 * @param written from the widest scope to the narrowest; folders in their order
 * @param trusted false in Restricted Mode: what came with the workspace is ignored
 * @param followed the servers of other apps' files that the settings follow
 */
export function readConfiguration(
  written: readonly WrittenSettings[],
  trusted: boolean,
  followed: readonly ReadServers[] = [],
): Configuration {
  const servers = mergeScopes(
    [...followed, ...written.map(({ location, values }) => readServers(values.servers, location))],
    trusted,
  );
  const { options, problems } = readOptions(written, trusted);
  return { definitions: servers.definitions, options, problems: [...servers.problems, ...problems] };
}

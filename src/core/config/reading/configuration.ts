import type { ConfigProblem } from "../../../protocol/hubEvent";
import type { ServerDefinition } from "../schema/serverDefinition";
import type { Options, Settings } from "../schema/settings";
import { mergeScopes } from "./mergeScopes";
import { type OptionValues, readOptions } from "./readOptions";
import { readServers } from "./readServers";

/** All that the settings say, as far as it can be used, and what is wrong with the rest. */
export interface Configuration {
  readonly definitions: readonly ServerDefinition[];
  readonly options: Options;
  readonly problems: readonly ConfigProblem[];
}

/** What one place says of the settings, by their names without `mcpHub.`; nothing of it is checked yet. */
export interface WrittenSettings extends OptionValues {
  readonly values: Readonly<Partial<Record<keyof Settings, unknown>>>;
}

/**
 * Reads all places together. Never throws, whatever is written.
 *
 * @param places from the widest scope to the narrowest; folders in their order
 * @param trusted false in Restricted Mode: nothing that came with the workspace counts
 */
export function readConfiguration(places: readonly WrittenSettings[], trusted: boolean): Configuration {
  const servers = mergeScopes(
    places.map(({ place, values }) => readServers(values.servers, place)),
    trusted,
  );
  const { options, problems } = readOptions(places, trusted);
  return { definitions: servers.definitions, options, problems: [...servers.problems, ...problems] };
}

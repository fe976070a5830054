import type { ServerDefinition } from "../../core/config/schema/serverDefinition";
import { parseTemplate } from "../../core/config/schema/variables";
import { textsIn } from "../../core/config/secrets/storedNames";
import type { VariableNames } from "./variableOffers";

/** Names from elsewhere. */
export interface OtherNames {
  /** Of values in secret storage, whichever variable they are for. */
  readonly stored: readonly string[];
  readonly folders: readonly string[];
  readonly env: readonly string[];
}

/** The names that variables may have here: those that entries use, and those that are stored or set. Sorted; each once. */
export function knownNames(
  definitions: readonly ServerDefinition[],
  { stored, folders, env }: OtherNames,
): VariableNames {
  const used = definitions.flatMap(({ entry }) =>
    entry.kind === "valid" ? textsIn(entry.config).flatMap((text) => parseTemplate(text)) : [],
  );
  const of = (kind: "input" | "secret") =>
    sorted([...stored, ...used.flatMap((part) => (typeof part === "object" && part.kind === kind ? [part.name] : []))]);
  return { inputs: of("input"), secrets: of("secret"), folders: sorted(folders), env: sorted(env) };
}

const sorted = (names: readonly string[]): readonly string[] => [...new Set(names)].toSorted();

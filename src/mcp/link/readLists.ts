import { type Catalog, emptyCatalog, type ListName, type MissingList } from "../../core/catalog/catalog";
import type { Clock } from "../../core/kernel/clock";
import { asHubError, HubError } from "../../core/kernel/hubError";
import { inWords, withinTime } from "../../core/kernel/timeLimit";
import { message } from "../../protocol/message";
import { linkOperations, listWords } from "./linkOperations";

/** What the lists of one server are read with. */
export interface ListReader {
  readonly server: string;
  readonly clock: Clock;
  /** Whether the server declares the list. */
  readonly declares: (list: ListName) => boolean;
  /** Reads all pages of a list. Rejects with a `HubError`. */
  readonly read: (list: ListName, signal: AbortSignal) => Promise<Partial<Catalog>>;
}

export type ListOutcome = { readonly lists: Partial<Catalog> } | { readonly missing: MissingList };

/** How long a list beside the tools may take, in milliseconds, before the link opens without it. */
export const optionalListMs = 5000;

const optionalLists = ["resources", "resourceTemplates", "prompts"] as const;

/**
 * Reads all lists of a server at once. No list costs another: one that fails, or takes longer than `optionalMs`, is named in `missing`.
 * Rejects where the tools cannot be read, unless the server answered them with an error and lists something else.
 */
export async function readLists(reader: ListReader, signal: AbortSignal, optionalMs: number): Promise<Catalog> {
  const declaresTools = reader.declares("tools");
  const toolsRead = declaresTools ? requiredTools(reader, signal) : undeclaredTools(reader, signal, optionalMs);
  const optional = optionalLists
    .filter((list) => reader.declares(list))
    .map((list) => optionalList(reader, list, signal, optionalMs));
  const [tools, ...others] = await Promise.all([toolsRead, ...optional]);
  if (tools instanceof HubError && !others.some(hasEntries)) throw tools;
  const outcomes = [tools instanceof HubError ? { missing: refused("tools", tools) } : tools, ...others];
  const missing = outcomes.flatMap((outcome) => ("missing" in outcome ? [outcome.missing] : []));
  const lists = outcomes.map((outcome) => ("lists" in outcome ? outcome.lists : {}));
  return Object.assign({}, emptyCatalog, ...lists, missing.length > 0 ? { missing } : {});
}

const hasEntries = (outcome: ListOutcome): boolean =>
  "lists" in outcome && Object.values(outcome.lists).some((entries) => entries.length > 0);

/** A server without its tools is of use where it has something else; its refusal is the outcome, and any other failure rejects. */
async function requiredTools({ read }: ListReader, signal: AbortSignal): Promise<ListOutcome | HubError> {
  try {
    return { lists: await read("tools", signal) };
  } catch (error) {
    const failure = asHubError(error);
    if (failure.code === "server-error") return failure;
    throw failure;
  }
}

/** A server that declares no tools and refuses to list them has none. */
async function undeclaredTools(reader: ListReader, signal: AbortSignal, limitMs: number): Promise<ListOutcome> {
  const outcome = await optionalList(reader, "tools", signal, limitMs);
  return "missing" in outcome && !outcome.missing.late ? { lists: {} } : outcome;
}

/** One list within its own limit. Rejects only where everything is over. */
export async function optionalList(
  { server, clock, read }: ListReader,
  list: ListName,
  signal: AbortSignal,
  limitMs: number,
): Promise<ListOutcome> {
  let isLate = false;
  const limit = {
    clock,
    signal,
    idleMs: limitMs,
    what: () => linkOperations(server).list(list),
    onTimeout: (ms: number) => {
      isLate = true;
      return new HubError(
        "timeout",
        message("link.listLate", '"{server}" did not list them within {time}.', { server, time: inWords(ms) }),
      );
    },
  };
  try {
    return { lists: await withinTime(limit, (inTime) => read(list, inTime)) };
  } catch (error) {
    if (signal.aborted) throw error; // it is all over, not this list alone
    const missing = refused(list, asHubError(error));
    return { missing: isLate ? { ...missing, late: true } : missing };
  }
}

const refused = (list: ListName, { message: cause }: HubError): MissingList => ({
  list,
  text: message("link.partMissing", "The {part} are missing. {cause}", { part: listWords[list](), cause }),
});

import type { ServiceMethod } from "../../core/config/schema/options/serviceRows";
import type { ServerId } from "../../protocol/hubEvent";
import type { ReadPage } from "../reading/found";
import type { Opened } from "../reading/openedResult";

/** The values that arguments are made of, by name: what the caller gave, what follows from it, and what asks for a page. */
export type Variables = Readonly<Record<string, unknown>>;

/** How a list comes in pages. */
export interface Paging {
  /** What asks for the next page. `start` counts items from 0, `page` counts pages from 1; `either` is a cursor, or else a start. */
  readonly by: "cursor" | "start" | "either" | "page" | "none";
  /** The most items of one page. */
  readonly most: number;
  /** The fewest items that can be asked for. */
  readonly least?: number | undefined;
}

/**
 * Reads a result that is not an error. `undefined`: it has no shape that the row knows. It never throws, and what others wrote into the result
 * never becomes an item.
 */
export type Reader = (result: Opened, variables: Variables) => ReadPage | undefined;

/** How one kind of server does what one method asks for. */
export interface Row {
  /** The kind of server. */
  readonly kind: string;
  readonly method: ServiceMethod;
  /** The tool, by its present name and older ones. */
  readonly tools: readonly string[];
  /** Instead of a tool: the address of a resource, with variables. */
  readonly resource?: string;
  /** Tools that must be listed too. */
  readonly requires?: readonly string[];
  /** Tools that must not be listed. */
  readonly lacks?: readonly string[];
  /** Arguments as a template (`filled`). A name that ends with `?` is left out where the tool does not have the argument; every other must be one. */
  readonly args: Readonly<Record<string, unknown>>;
  /** Variables that must be given. */
  readonly given?: readonly string[];
  /** Variables that the row can do nothing with: where one is given, another row must be found. */
  readonly cannot?: readonly string[];
  readonly page?: Paging | undefined;
  readonly read: Reader;
  /** How texts begin that say that nothing was found, even where they are marked as an error. */
  readonly empty?: readonly string[] | undefined;
  /** What a result reports as an error beside what every result may report. */
  readonly errorOf?: (result: Opened) => string | undefined;
  /** Only this server has it: a row of the person's. */
  readonly server?: ServerId | undefined;
}

/** What a person is told of a row. */
export const rowName = ({ kind, method }: Row): string => `${kind}: ${method}`;

import type { AppPlace } from "../../core/apps/appFiles";
import { formats } from "../../core/apps/editing/formats";
import { jsonCursor, type TextCursor } from "../../core/config/editing/jsonCursor";
import { entryAt } from "../../core/config/editing/settingsEntries";
import type { FileSyntax } from "./variableOffers";

/** What a document holds, as far as the cursor needs to know. */
export interface EntryFile {
  /** The keys above the settings; missing in a file that holds none. */
  readonly prefix?: readonly string[] | undefined;
  /** The places of apps in the file. */
  readonly places: readonly AppPlace[];
}

/** The key or the text of an entry that the cursor is in. */
export interface EntryCursor extends TextCursor {
  /** The entry's name or, in a list, its number. */
  readonly entry: string | number;
  /** The keys below the entry; none for its name. */
  readonly inside: readonly (string | number)[];
  readonly syntax: FileSyntax;
  /** The app whose entry it is; missing in the settings. */
  readonly place?: AppPlace;
}

/** The entry that an offset is in; `undefined` outside of entries. */
export function entryCursor(text: string, offset: number, { prefix, places }: EntryFile): EntryCursor | undefined {
  const ownCursor = prefix && jsonCursor(text, offset);
  const own = ownCursor && entryAt([...ownCursor.path], prefix);
  if (own) return { ...ownCursor, entry: own.name, inside: own.inside, syntax: "hub" };
  for (const place of places) {
    const { shape } = place.file;
    const cursor = formats[shape.format].cursor(text, offset);
    if (!cursor) continue;
    const parsed = formats[shape.format].parse(text);
    // While a text is half written, what comes before the cursor says enough.
    const root = shape.root(parsed.kind === "value" ? parsed.value : {});
    const entry = cursor.path[root.length];
    if (entry === undefined || root.some((key, at) => cursor.path[at] !== key)) continue;
    const inside = cursor.path.slice(root.length + 1);
    const isName = shape.variableNames?.includes(String(inside[0])) === true;
    return { ...cursor, entry, inside, syntax: isName ? "name" : shape.variables, place };
  }
  return undefined;
}

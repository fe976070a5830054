import { entryExample, error, type Finding } from "./finding";
import { Overlay } from "./serverConfig";
import { meantKey, strangeKey } from "./strangeKey";

/**
 * What an entry without `command` and `url` lacks. `undefined` for one that says only what may be said of a server
 * from a wider scope.
 */
export function incompleteEntry(entry: ReadonlyMap<string, unknown>): Finding | undefined {
  const type = entry.get("type");
  const neither = 'it has neither "command" nor "url"';
  if (entry.size === 0) return error([], `${neither}. Write for example ${entryExample}.`);
  if (type !== undefined)
    return type === "stdio"
      ? error([], '"command" is missing: the program to start.')
      : error([], '"url" is missing: the address of the server.');
  if ([...entry.values()].every((value) => typeof value === "object" && value !== null && !Array.isArray(value)))
    return error([], `${neither}. If servers stand inside it, move them up one level.`);

  const others = [...entry.keys()].filter((key) => !(key in Overlay.shape));
  const slip = others.find((key) => ["command", "url", "enabled"].includes(meantKey(key) ?? ""));
  if (slip !== undefined) return strangeKey(slip, entry);
  if (others.length === 0) return undefined;
  return error(
    [],
    `${neither}. Write for example ${entryExample}; without them only "enabled" and "label" may stand here.`,
  );
}

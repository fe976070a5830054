import { safeLine } from "../redact";
import { error, type Finding, warning } from "./finding";
import { HttpConfig, StdioConfig } from "./serverConfig";
import { suggestion } from "./suggestion";

/** What other apps write in an entry of the same shape. It is let go: no slip of the keys. */
const foreign: ReadonlySet<string> = new Set(["auth", "dev", "gallery", "oauth", "sandbox", "tools", "version"]);

const known = [...new Set([...Object.keys(StdioConfig.shape), ...Object.keys(HttpConfig.shape)])];

/** A key that does not belong: an error where what was meant would now be missing, else a warning. */
export function strangeKey(key: string, entry: ReadonlyMap<string, unknown>): Finding {
  const shown = `"${safeLine(key, 80)}"`;
  if (known.includes(key)) return misplaced(key, entry);
  if (key === "disabled")
    return error([key], `${shown} is not known. Write "enabled": ${entry.get(key) !== true} instead.`);
  const meant = meantKey(key);
  if (meant && meant !== "label" && !entry.has(meant))
    return error([key], `${shown} is not known. Did you mean "${meant}"?`);
  return warning([key], `${shown} is not used by the hub and has no effect.`);
}

/** The key that an unknown one was probably meant to be. */
export const meantKey = (key: string): string | undefined =>
  known.includes(key) || foreign.has(key) ? undefined : suggestion(key, known);

/** A key of the other kind of server. */
function misplaced(key: string, entry: ReadonlyMap<string, unknown>): Finding {
  if (entry.has("command"))
    return error([key], `"${key}" belongs to a server with "url". A program gets its settings by "args" and "env".`);
  return error([key], `"${key}" belongs to a server with "command". A server with "url" takes "headers".`);
}

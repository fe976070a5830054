import { message } from "../../../protocol/message";
import { safeLine } from "../../kernel/redact";
import { HttpConfig, StdioConfig } from "../schema/serverConfig";
import { error, type Finding, warning } from "./finding";

/** Keys that other apps write into an entry of the same shape. They are not treated as typing mistakes. */
const foreign: ReadonlySet<string> = new Set(["auth", "dev", "gallery", "oauth", "tools", "version"]);

const known = [...new Set([...Object.keys(StdioConfig.shape), ...Object.keys(HttpConfig.shape)])];

/** A key that does not belong there: an error if the key that was probably meant is missing, otherwise a warning. */
export function unknownKey(key: string, entry: ReadonlyMap<string, unknown>): Finding {
  const shown = safeLine(key, 80);
  if (known.includes(key)) return misplaced(key, entry);
  if (key === "disabled")
    return error(
      [key],
      message("config.disabledKey", '"{key}" is not known. Write "enabled": {value} instead.', {
        key: shown,
        value: String(entry.get(key) !== true),
      }),
    );
  const meant = meantKey(key);
  if (meant && meant !== "label" && !entry.has(meant))
    return error(
      [key],
      message("config.didYouMean", '"{key}" is not known. Did you mean "{meant}"?', { key: shown, meant }),
    );
  return warning(
    [key],
    message("config.unusedKey", '"{key}" is not used by the hub and has no effect.', { key: shown }),
  );
}

/** The key that an unknown one was probably meant to be. */
export const meantKey = (key: string): string | undefined =>
  known.includes(key) || foreign.has(key) ? undefined : suggestion(key, known);

/** A key of the other kind of server. */
function misplaced(key: string, entry: ReadonlyMap<string, unknown>): Finding {
  const text = entry.has("command")
    ? message(
        "config.urlKey",
        '"{key}" belongs to a server with "url". A program gets its settings through "args" and "env".',
        { key },
      )
    : message("config.commandKey", '"{key}" belongs to a server with "command". A server with "url" takes "headers".', {
        key,
      });
  return error([key], text);
}

/** Names that people and other apps use, and the hub's names for them. */
const synonyms: ReadonlyMap<string, string> = new Map(
  Object.entries({
    cmd: "command",
    exec: "command",
    executable: "command",
    program: "command",
    arg: "args",
    argv: "args",
    arguments: "args",
    environment: "env",
    envs: "env",
    env_file: "envFile",
    dir: "cwd",
    directory: "cwd",
    workdir: "cwd",
    workingdirectory: "cwd",
    address: "url",
    endpoint: "url",
    httpurl: "url",
    serverurl: "url",
    uri: "url",
    http_headers: "headers",
    transport: "type",
    transporttype: "type",
    disabled: "enabled",
    active: "enabled",
    displayname: "label",
    name: "label",
    title: "label",
  }),
);

/** The known name that was probably meant: a synonym, or a name with typing mistakes. */
export function suggestion(written: string, known: readonly string[]): string | undefined {
  const lower = written.toLowerCase();
  const synonym = synonyms.get(lower);
  if (synonym && known.includes(synonym)) return synonym;
  const allowed = written.length <= 4 ? 1 : 2;
  const [best] = known
    .map((name) => ({ name, typos: typos(lower, name.toLowerCase(), allowed) }))
    .filter((candidate) => candidate.typos <= allowed)
    .toSorted((a, b) => a.typos - b.typos);
  return best?.name;
}

/** How many typing mistakes turn one word into the other: a letter too many, missing, wrong, or two swapped. At most `most + 1`. */
export function typos(from: string, to: string, most: number): number {
  if (Math.abs(from.length - to.length) > most) return most + 1;
  const rows = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      const swapped = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const ways = [at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (same ? 0 : 1)];
      row.push(Math.min(...ways, swapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY));
    }
  }
  return at(from.length, to.length);
}

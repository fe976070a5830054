import { unseenCharacters } from "../../../kernel/untrusted/visible";

// The parts are fixed text: no input becomes a pattern.
const unseen = new RegExp(`[${unseenCharacters}]+`, "gu");
const anyUnseen = new RegExp(`[${unseenCharacters}]`, "u");

/** How often a text is decoded: `%252e` is `%2e` is `.`. */
const decodings = 3;

/** A text as it compares where a rule must not be dodged: compatible characters and upper and lower case alike, nothing hidden in it. */
export const folded = (text: string): string => text.normalize("NFKC").replace(unseen, "").toLowerCase().trim();

/** Every text that a server may take a value for: as it is, decoded, as a path without detours, as an address, as a number. */
export function plainForms(value: string): ReadonlySet<string> {
  const forms = new Set<string>();
  let text = folded(value);
  for (let round = 0; round <= decodings; round++) {
    forms.add(text);
    for (const path of pathForms(text)) forms.add(path);
    const address = addressForm(text);
    if (address !== undefined) forms.add(address);
    const next = folded(decoded(text));
    if (next === text) break;
    text = next;
  }
  const number = numberForm(text);
  if (number !== undefined) forms.add(number);
  return forms;
}

/** The same number as the same text, however it was written: `1e3`, `1000.0` and `"1000"` are `1000`. `undefined` for what is not a number. */
export function numberForm(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > 400) return undefined;
  if (/^[+-]?\d+$/.test(trimmed)) return BigInt(trimmed.replace(/^\+/, "")).toString();
  const number = Number(trimmed);
  if (!Number.isFinite(number)) return undefined;
  return Number.isInteger(number) ? BigInt(number).toString() : String(number);
}

/**
 * Whether a text may mean something else than it says: a way up (`..`), also encoded or with spaces as Windows drops them, or characters
 * that nobody sees.
 */
export function isTricky(value: string): boolean {
  let text = value;
  for (let round = 0; round <= decodings; round++) {
    if (anyUnseen.test(text)) return true;
    if (text.split(/[\\/]/).some((part) => /^[. ]*$/.test(part) && part.replaceAll(" ", "").length > 1)) return true;
    const next = decoded(text);
    if (next === text) return false;
    text = next;
  }
  return true; // encoded more often than anybody means to
}

/** Percent-decodes what can be decoded; bytes that are not UTF-8 stay, and so does a stray `%`. */
function decoded(text: string): string {
  if (!text.includes("%")) return text;
  return text.replace(/(?:%[\da-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run.replace(/%([0-7][\da-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    }
  });
}

/** A path without detours, and the same as a folder. A path that climbs out of an unknown folder is taken for one from the root. */
function pathForms(text: string): readonly string[] {
  if (!/[\\/]|^\.|[. ]$/.test(text)) return [];
  let path = text.replaceAll("\\", "/").replace(/^file:(?:\/\/(?:localhost)?(?=\/))?/, "");
  path = path.replace(/^\/\/[?.]\//, "").replace(/^\/(?=[a-z]:(?:\/|$))/, "");
  const isFull = path.startsWith("/");
  let climbs = false;
  const parts: string[] = [];
  for (const raw of path.split("/")) {
    const isUp = /^ *\. *\.[. ]*$/.test(raw);
    // Windows drops dots and spaces at the end of a name, and `name::$data` is the file itself.
    const part = isUp ? ".." : withoutTail(raw.replace(/::\$data$/, ""));
    if (part === "") continue;
    if (!isUp) parts.push(part);
    else if (parts.pop() === undefined && !isFull) climbs = true;
  }
  const joined = `${isFull || climbs ? "/" : ""}${parts.join("/")}`;
  return joined.endsWith("/") ? [joined] : [joined, `${joined}/`];
}

/** An address without user, default port and the dot behind its host, as a browser would send it. */
function addressForm(text: string): string | undefined {
  if (!/^[a-z][a-z\d+.-]*:[\\/]/.test(text) || !URL.canParse(text)) return undefined;
  const { protocol, hostname, port, pathname, search } = new URL(text);
  if (hostname === "") return undefined;
  return `${protocol}//${hostname.replace(/\.$/, "")}${port && `:${port}`}${decoded(pathname)}${search}`.toLowerCase();
}

/** Without dots and spaces at the end. A loop, since a pattern would look at a long run of them again and again. */
function withoutTail(name: string): string {
  let end = name.length;
  while (end > 0 && (name[end - 1] === "." || name[end - 1] === " ")) end--;
  return name.slice(0, end);
}

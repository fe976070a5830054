/** The longest request target and the longest path in it, in characters. */
const targetLimit = 8192;
const pathLimit = 4096;

/** Visible ASCII without `#`, which no request target has (RFC 9112, section 3.2). */
const sendable = /^[!-"$-~]+$/;

/** Paths that need no closer look: no dots, nothing encoded. */
const plain = /^[\w/~-]+$/;

/** Separators and ends of text that somebody has encoded twice. */
const encodedTwice = /%(?:2e|2f|5c|00)/i;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const unsafe = /[\\\u0000-\u001f\u007f-\u009f]/;

/**
 * The parts of a request target: the path as it is encoded, without a slash at its end, and the query. `undefined` for a target that could
 * mean another path to somebody else: with dot segments, empty segments, backslashes or control characters, encoded or not.
 */
export function readTarget(target = ""): { readonly path: string; readonly search: string } | undefined {
  if (target.length > targetLimit || !sendable.test(target)) return undefined;
  const mark = target.indexOf("?");
  const path = mark < 0 ? target : target.slice(0, mark);
  if (!isClean(path)) return undefined;
  return {
    path: path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path,
    search: mark < 0 ? "" : target.slice(mark + 1),
  };
}

function isClean(path: string): boolean {
  if (!path.startsWith("/") || path.length > pathLimit || path.includes("//")) return false;
  if (plain.test(path)) return true;
  const decoded = decodedPath(path);
  if (decoded === undefined || decoded.includes("//") || unsafe.test(decoded) || encodedTwice.test(decoded))
    return false;
  return !decoded.split("/").some((segment) => segment === "." || segment === "..");
}

/** `undefined` where what is encoded is not UTF-8. */
function decodedPath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import { safeLine } from "../kernel/redact";
import type { HubTool } from "./catalog";
import { serverInName } from "./modelName";

/** Letters of other alphabets that look like a Latin one (a part of Unicode's confusables, UTS 39). What NFKC folds is not here. */
const confusables: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ["a", "аɑα"],
    ["b", "ЬвβВ"],
    ["c", "сϲⅽС"],
    ["d", "ԁժ"],
    ["e", "еҽєε"],
    ["g", "ɡց"],
    ["h", "һհН"],
    ["i", "іıɩιӀ"],
    ["j", "јϳ"],
    ["k", "кκК"],
    ["l", "ӏⵏ|"],
    ["m", "мМ"],
    ["n", "ոռпν"],
    ["o", "оοσօסዐ০୦०௦"],
    ["p", "рρР"],
    ["q", "ԛգ"],
    ["r", "гᴦ"],
    ["s", "ѕꜱ"],
    ["t", "тτТ"],
    ["u", "υսц"],
    ["v", "ѵνᴠ"],
    ["w", "ԝѡա"],
    ["x", "хχ×"],
    ["y", "уүγ"],
    ["z", "ᴢ"],
  ].flatMap(([latin = "", others = ""]) => [...others].map((other) => [other.toLowerCase(), latin])),
);

const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u2800]|(?! )\p{Zs}/gu;

/** What a name looks like: names that are easily taken for each other have the same. */
export const skeleton = (name: string): string =>
  [...name.slice(0, 200).replace(invisible, "").replaceAll("I", "l").normalize("NFKC").toLowerCase()]
    .map((letter) => confusables[letter] ?? (letter === "0" ? "o" : letter === "1" ? "l" : letter))
    .join("")
    .replaceAll("rn", "m");

/** Why the name of a tool is suspicious, as sentences; none for nearly all. */
export type LookAlikes = (server: ServerId, tool: string) => readonly string[];

/**
 * Finds names of tools that may be taken for others: by letters that look alike, by upper and lower case, by invisible characters, and by
 * the name of another server at their beginning. The same name on two servers is none of these: models see the server's name with it.
 */
export function lookAlikes(tools: readonly HubTool[], servers: readonly ServerId[]): LookAlikes {
  const before = known.get(tools);
  if (before) return before;
  const bySkeleton = new Map<string, HubTool[]>();
  for (const tool of tools) {
    const key = skeleton(tool.tool.name);
    bySkeleton.set(key, [...(bySkeleton.get(key) ?? []), tool]);
  }
  const found: LookAlikes = (server, name) => {
    const twin = bySkeleton.get(skeleton(name))?.find(({ tool }) => tool.name !== name);
    const prefixed = servers.find(
      (other) => other !== server && prefixes(other).some((prefix) => startsLike(name, prefix)),
    );
    return [
      ...(name.search(invisible) >= 0
        ? [message("lookAlike.invisible", "Its name contains characters that cannot be seen.")]
        : []),
      ...(twin
        ? [
            message("lookAlike.twin", 'Its name looks like "{other}" of "{server}", but it is a different one.', {
              other: safeLine(twin.tool.name, 80),
              server: twin.server,
            }),
          ]
        : []),
      ...(prefixed === undefined
        ? []
        : [
            message("lookAlike.prefix", 'Its name begins with the name of another server, "{server}".', {
              server: prefixed,
            }),
          ]),
    ];
  };
  known.set(tools, found);
  return found;
}

const known = new WeakMap<readonly HubTool[], LookAlikes>();

/** How the names of a server's tools begin for a model (`modelName`) and for a person. */
const prefixes = (server: ServerId): readonly string[] => [`${server}__`, `${serverInName(server)}__`, `${server}/`];

const startsLike = (name: string, prefix: string): boolean => skeleton(name).startsWith(skeleton(prefix));

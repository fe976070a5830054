/** What a server sent, before the hub corrected it: plain JSON; untrusted. */
export type AsSent = Readonly<Record<string, unknown>>;

/** The members of a tool and of a prompt that a person agrees to; icons and `_meta` reach no model. */
const members = {
  tool: ["name", "title", "description", "annotations", "inputSchema", "outputSchema", "execution"],
  prompt: ["name", "title", "description", "arguments"],
} as const;

/** The part of an entry of a list that its pin holds. */
export const pinnedPart = (kind: keyof typeof members, entry: AsSent): AsSent =>
  Object.fromEntries(members[kind].flatMap((name) => (entry[name] === undefined ? [] : [[name, entry[name]]])));

const originals = new WeakMap<object, AsSent>();

/** Remembers what an entry of a list was made of, for as long as it is there: catalogs are compared, stored and handed on without it. */
export function keepAsSent<T extends object>(entry: T, sent: AsSent): T {
  originals.set(entry, sent);
  return entry;
}

/** What an entry of a list was made of; `undefined` for one that was remembered from an earlier session. */
export const asSent = (entry: object): AsSent | undefined => originals.get(entry);

import { type CallEntry, type ToCallPage, targetKey } from "../../src/protocol/callPageMessages";
import { message } from "../../src/protocol/message";

/** Entries under a heading. */
export interface EntryGroup {
  readonly label: string;
  readonly entries: readonly CallEntry[];
}

/** The most entries that are drawn at once. */
const drawn = 200;

/** The entries that hold every word of a search, by server; those that were called lately stand first, in a group of their own. */
export function foundEntries(
  told: Extract<ToCallPage, { type: "entries" }> | undefined,
  search: string,
  limit = drawn,
): { readonly groups: readonly EntryGroup[]; readonly hidden: number } {
  if (!told) return { groups: [], hidden: 0 };
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const labels = new Map(told.servers.map(({ id, label }) => [id, label]));
  const fits = ({ server, name, label, about }: CallEntry) => {
    const text = `${labels.get(server) ?? server} ${name} ${label} ${about}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const found = words.length === 0 ? told.entries : told.entries.filter(fits);
  const byName = (entry: CallEntry) => (words.some((word) => entry.label.toLowerCase().includes(word)) ? 0 : 1);
  const recent = told.recent.flatMap((key) => found.filter((entry) => targetKey(entry) === key));
  const isRecent = new Set(recent);
  const others = found.filter((entry) => !isRecent.has(entry));
  const groups = [
    { label: message("page.foundEntries.calledLately", "Called lately"), entries: recent },
    ...told.servers.map(({ id, label }) => ({
      label,
      entries: others.filter(({ server }) => server === id).toSorted((a, b) => byName(a) - byName(b)),
    })),
  ];
  let room = limit;
  const shown = groups.flatMap(({ label, entries }) => {
    const some = entries.slice(0, room);
    room -= some.length;
    return some.length === 0 ? [] : [{ label, entries: some }];
  });
  return { groups: shown, hidden: found.length - (limit - room) + told.more };
}

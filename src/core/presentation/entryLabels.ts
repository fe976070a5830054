/** An entry of a catalog, as far as its name goes. */
export interface NamedEntry {
  readonly name: string;
  readonly title?: string;
}

/**
 * What each entry of a list is called: its title, else its name, else its address. Servers give the same title to all entries that one
 * template makes, so a label that another entry has too gives way to the name, and a name that another has to the end of the address
 * from where it differs: the name of a file, with as many folders as it takes.
 */
export function entryLabels<T extends NamedEntry>(entries: readonly T[], addressOf: (entry: T) => string): string[] {
  const titles = counted(entries.map(titleOf));
  const names = counted(entries.map(({ name }) => name));
  const labels = entries.map((entry) => {
    const title = titleOf(entry);
    if (title !== "" && titles.get(title) === 1) return title;
    return entry.name !== "" && names.get(entry.name) === 1 ? entry.name : addressOf(entry);
  });
  const counts = counted(labels); // the name of one may be the title of another
  const alike = labels.map((label, at) => {
    const entry = entries[at];
    return entry !== undefined && (counts.get(label) !== 1 || label === addressOf(entry));
  });
  const ends = addressEnds(
    entries.filter((_, at) => alike[at]).map(addressOf),
    new Set(labels.filter((_, at) => !alike[at])),
  );
  return entries.map((entry, at) =>
    alike[at] ? (ends.get(addressOf(entry)) ?? addressOf(entry)) : (labels[at] ?? ""),
  );
}

/** The most parts of an address that its end may have; more is the whole address. */
const partLimit = 6;

/** For each address its shortest end that no other one has, in whole parts. Without an entry: only all of it tells. */
function addressEnds(addresses: readonly string[], taken: ReadonlySet<string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let left = [...new Set(addresses)];
  for (let parts = 1; parts <= partLimit; parts++) {
    const ends = left.map((address) => endOf(address, parts));
    const counts = counted(ends.map((end) => end ?? ""));
    const isFree = (end: string | undefined) => end !== undefined && counts.get(end) === 1 && !taken.has(end);
    left.forEach((address, at) => {
      const end = ends[at];
      if (end !== undefined && isFree(end)) found.set(address, end);
    });
    left = left.filter((_, at) => !isFree(ends[at]));
  }
  return found;
}

/** The last parts of an address, as far as it is a path of so many. */
function endOf(address: string, parts: number): string | undefined {
  const path = address.slice(address.indexOf("://") + 3).split("/");
  const isPath = address.includes("://") && path.length > parts && path.at(-1) !== "";
  return isPath ? path.slice(-parts).join("/") : undefined;
}

const titleOf = ({ title, name }: NamedEntry): string => title || name;

function counted(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

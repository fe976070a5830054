/** An entry of a catalog, as far as its name goes. */
export interface NamedEntry {
  readonly name: string;
  readonly title?: string;
}

/**
 * What each entry of a list is called: its title, else its name, else its address. Servers give the same title to all entries that one
 * template makes, so a label that another entry has too gives way to the name, and a name that another has to the address.
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
  return entries.map((entry, at) => {
    const label = labels[at] ?? "";
    return counts.get(label) === 1 ? label : addressOf(entry);
  });
}

const titleOf = ({ title, name }: NamedEntry): string => title || name;

function counted(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

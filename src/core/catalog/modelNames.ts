/** The names of arguments that every provider accepts. */
const accepted = /^[a-zA-Z_][a-zA-Z0-9_.-]{0,63}$/;

const longest = 64;

/** A name for an argument that every provider accepts, like the tool's own name and not among `taken`, which it joins. */
export function argumentName(name: string, taken: Set<string>): string {
  if (accepted.test(name)) return name;
  const plain = name.normalize("NFKD").replace(/[^a-zA-Z0-9_.-]+/g, "_");
  const start = (/^[a-zA-Z_]/.test(plain) ? plain : `_${plain}`).slice(0, longest);
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? "" : `_${number}`;
    const tried = start.slice(0, longest - suffix.length) + suffix;
    if (taken.has(tried)) continue;
    taken.add(tried);
    return tried;
  }
}

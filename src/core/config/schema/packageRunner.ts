/** A package that a program fetches and runs in whatever version is newest then. */
export interface UnpinnedPackage {
  /** The argument that names it. */
  readonly index: number;
  /** As written, with a range or a tag if there is one. */
  readonly written: string;
  readonly name: string;
  /** How an exact version is written behind the name. */
  readonly separator: "@" | "==";
  /** Where it comes from. */
  readonly registry: "npm" | "python";
}

/** Programs that fetch what they run, with the words before the package. */
const runners: readonly (readonly [
  program: string,
  words: readonly string[],
  registry: UnpinnedPackage["registry"],
])[] = [
  ["npx", [], "npm"],
  ["pnpx", [], "npm"],
  ["bunx", [], "npm"],
  ["npm", ["exec"], "npm"],
  ["npm", ["x"], "npm"],
  ["pnpm", ["dlx"], "npm"],
  ["yarn", ["dlx"], "npm"],
  ["bun", ["x"], "npm"],
  ["uvx", [], "python"],
  ["uv", ["tool", "run"], "python"],
  ["pipx", ["run"], "python"],
];

/** Options whose value is the package. */
const ofPackage = new Set(["-p", "--package", "--from", "--spec"]);
/** Options that have a value of another kind. */
const withValue = new Set(
  "-c --call --registry --cache --python --with --index --index-url --extra-index-url -w --workspace".split(" "),
);

/** The package that an entry's program fetches without an exact version; `undefined` where there is none, or where it cannot be told. */
export function unpinnedPackage(command: string, args: readonly string[]): UnpinnedPackage | undefined {
  const program = (command.split(/[\\/]/).at(-1) ?? "").toLowerCase().replace(/\.(?:exe|cmd|bat|ps1)$/, "");
  const runner = runners.find(([name, words]) => name === program && words.every((word, at) => args[at] === word));
  if (!runner) return undefined;
  const [, words, registry] = runner;
  for (let index = words.length; index < args.length; index++) {
    const arg = args[index] ?? "";
    const [, option = "", inside] = /^(-[^=]*)=(.*)$/s.exec(arg) ?? [];
    if (ofPackage.has(option) && inside !== undefined) return undefined; // the value is not an argument of its own
    if (ofPackage.has(arg)) return unpinned(args[index + 1], index + 1, registry);
    if (withValue.has(arg)) index++;
    else if (!arg.startsWith("-")) return unpinned(arg, index, registry);
  }
  return undefined;
}

function unpinned(
  written: string | undefined,
  index: number,
  registry: UnpinnedPackage["registry"],
): UnpinnedPackage | undefined {
  if (written === undefined || written.includes("${")) return undefined;
  const [, name, version] =
    registry === "npm"
      ? (/^((?:@[\w.~-]+\/)?[\w.~-]+)(?:@(.*))?$/.exec(written) ?? [])
      : (/^([\w.-]+(?:\[[\w.,-]+\])?)(?:(?:==|@)(.*)|[<>~!].*)?$/.exec(written) ?? []);
  // A path, or an address.
  if (name === undefined || /^\.{0,2}$/.test(name)) return undefined;
  if (version !== undefined && /^v?\d+(?:\.\d+)+[\w.+-]*$/.test(version)) return undefined;
  return { index, written, name, separator: registry === "npm" ? "@" : "==", registry };
}

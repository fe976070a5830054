/** What people and other apps write, and what the hub calls it. */
const synonyms: Readonly<Record<string, string>> = {
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
  description: "label",
  displayname: "label",
  name: "label",
  title: "label",
};

/** The one of the known names that was probably meant: a synonym, or a slip of the keys. */
export function suggestion(written: string, known: readonly string[]): string | undefined {
  const lower = written.toLowerCase();
  const synonym = Object.hasOwn(synonyms, lower) ? synonyms[lower] : undefined;
  if (synonym && known.includes(synonym)) return synonym;
  const allowed = written.length <= 4 ? 1 : 2;
  const [best] = known
    .map((name) => ({ name, slips: slips(lower, name.toLowerCase(), allowed) }))
    .filter((candidate) => candidate.slips <= allowed)
    .toSorted((a, b) => a.slips - b.slips);
  return best?.name;
}

/** The Levenshtein distance of two words; anything above `most` counts as `most + 1`. */
function slips(from: string, to: string, most: number): number {
  if (Math.abs(from.length - to.length) > most) return most + 1;
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (let j = 0; j < to.length; j++) {
      const replaced = (row[j] ?? 0) + (letter === to[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? most + 1;
}

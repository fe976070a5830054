const harmless: ReadonlySet<string> = new Set(
  "account directory email environment file folder host hostname id name org organization path port project region team url user username version workspace".split(
    " ",
  ),
);

/** Whether what is asked for under this name is hidden while it is typed: always, unless the name says otherwise. */
export function isSecretName(name: string): boolean {
  if (/secret|pass|token|key|credential/i.test(name)) return true;
  const last =
    name
      .replace(/([a-z])([A-Z])/g, "$1-$2")
      .split(/[._-]+/)
      .at(-1) ?? "";
  return !harmless.has(last.toLowerCase());
}

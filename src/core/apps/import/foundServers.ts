import type { Candidate } from "./candidate";
import { worthImporting } from "./candidates";
import type { FoundServers } from "./foundText";

/** Counts a server once that several apps have; `undefined` if there is nothing to import. */
export function foundServers(all: readonly Candidate[]): FoundServers | undefined {
  const count = worthImporting(all).length;
  if (count === 0) return undefined;
  return { count, apps: [...new Set(all.flatMap(({ config, source }) => (config ? [source.app.name] : [])))] };
}

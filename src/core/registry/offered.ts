import type { Candidate, ImportSource } from "../apps/import/candidate";
import { candidates, type ImportRules } from "../apps/import/candidates";
import { anyShape } from "../apps/paste/pastedShape";
import { checkEntry } from "../config/reading/checkEntry";
import { type Answers, filledEntry } from "./filledEntry";
import type { Offer } from "./offer";

/** Where an offer is from: a registry, or the services that the hub knows. */
export interface OfferSource {
  /** Never changes: what is kept about a server names its source by it. */
  readonly id: "registry" | "services";
  readonly name: string;
  /** The address or the file of the registry, or the documentation of the service. */
  readonly place: string;
}

/** An offer as a server that can be imported, or what is wrong with what was filled in. */
export type Offered =
  | { readonly kind: "candidate"; readonly candidate: Candidate }
  | { readonly kind: "problem"; readonly problem: string };

/**
 * A server of a registry as one that can be imported: the import compares it with the servers of the hub, keeps where it is from, and
 * writes it. `name`: what it is called in the settings.
 */
export function offered(
  name: string,
  offer: Offer,
  answers: Answers,
  source: OfferSource,
  rules: ImportRules,
): Offered {
  const { config, secrets } = filledEntry(offer, answers);
  const problem = checkEntry(config).findings.find(({ severity }) => severity === "error");
  if (problem) return { kind: "problem", problem: problem.message };
  const entry = { name, path: [name, ...offer.path], config, isOff: false, disabledTools: [], problems: [] };
  const read: ImportSource = {
    app: { id: source.id, name: source.name },
    file: { path: source.place, level: "user", shape: anyShape([]) },
    read: { entries: [entry], problems: [] },
  };
  const [candidate] = candidates([read], rules);
  if (!candidate) throw new Error(`"${name}" is not a candidate.`);
  if (candidate.verdict.kind === "cannot") return { kind: "problem", problem: candidate.verdict.why };
  return { kind: "candidate", candidate: { ...candidate, given: secrets } };
}

/** The same server as another one beside that of the hub: under a free name, whatever is there. */
export const asAnother = ({ hubServer: _, ...candidate }: Candidate, taken: readonly string[]): Candidate => ({
  ...candidate,
  verdict: { kind: "new" },
  name: freeName(candidate.entry.name, taken),
});

function freeName(base: string, taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!taken.includes(name)) return name;
  }
}

import type { ClientFeatures } from "../../src/core/questions/clientFeatures";
import type { AttackWorld } from "./attackWorld";

/** What an attacker tries, and what holds it. Both are rows of the table in docs/attacks.md. */
export interface Attack {
  /** What the attacker does, in one sentence. */
  readonly attack: string;
  /** What happens instead, and what the person sees of it. */
  readonly held: string;
  /** What servers are answered that ask back; nothing unless given. */
  readonly features?: ClientFeatures;
  /** Attacks, and rejects where it is not held. */
  readonly run: (world: AttackWorld) => Promise<void>;
}

/** Attacks of one kind. */
export interface AttackKind {
  readonly kind: string;
  readonly attacks: readonly Attack[];
}

/** The tables of docs/attacks.md, one for each kind. */
export const attackTables = (kinds: readonly AttackKind[]): string =>
  kinds
    .map(({ kind, attacks }) =>
      [
        `## ${kind}`,
        "",
        "| Attack | What holds it, and what you see |",
        "|---|---|",
        ...attacks.map(({ attack, held }) => `| ${attack} | ${held} |`),
      ].join("\n"),
    )
    .join("\n\n");

export const severities = ["error", "warning", "info"] as const;

/** `error`: something is broken. `warning`: readers will stumble. `info`: worth a look. */
export type Severity = (typeof severities)[number];

/** Something to look at in a document. */
export interface Issue {
  /** Which rule spoke, in kebab case. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** From 1. */
  readonly line: number;
}

/** Adds up issues without letting one rule drown the others: past its limit a rule is only counted. */
export class IssueList {
  private readonly kept: Issue[] = [];
  private readonly perRule = new Map<string, number>();

  constructor(private readonly limitPerRule = 50) {}

  add(rule: string, severity: Severity, line: number, message: string): void {
    const count = (this.perRule.get(rule) ?? 0) + 1;
    this.perRule.set(rule, count);
    if (count <= this.limitPerRule) this.kept.push({ rule, severity, message, line });
  }

  /** In the order of their lines. */
  get issues(): readonly Issue[] {
    return [...this.kept].sort((a, b) => a.line - b.line);
  }

  /** How many there were of each rule, those past the limit included. */
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.perRule);
  }
}

/** A piece of a document as it may stand in a message. */
export const excerpt = (text: string, length = 60): string => {
  const clean = text.replace(/\p{C}/gu, " ").replace(/\s+/g, " ").trim();
  return `"${clean.length > length ? `${clean.slice(0, length - 1)}…` : clean}"`;
};

/** Participles of common verbs that do not end in -ed. */
const irregular =
  "begun bought broken brought built caught chosen cut done drawn driven eaten felt found forgotten given gone grown heard held " +
  "hidden kept known laid led left lent lost made meant met paid put read run said seen sent set shown shut sold spent spoken " +
  "stolen taken taught thought thrown told understood won written";

/** Adjectives in -ed that describe a state: "I am interested" has no hidden doer. */
const states = new Set(
  "interested tired excited worried pleased related supposed used scared bored married advanced need".split(" "),
);

const passive = new RegExp(
  String.raw`\b(?:am|is|are|was|were|be|been|being)\s+(?:not\s+|also\s+|\w+ly\s+)?(\w{2,}ed|${irregular.replaceAll(" ", "|")})\b`,
  "gi",
);

/**
 * Whether a sentence is probably passive: a form of "to be", perhaps an adverb, and a past participle. A hint, not a
 * parse: it takes "the shop is closed" for one.
 */
export function isPassive(sentence: string): boolean {
  for (const match of sentence.matchAll(passive)) {
    if (!states.has((match[1] ?? "").toLowerCase())) return true;
  }
  return false;
}

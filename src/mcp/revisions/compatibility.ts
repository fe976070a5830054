import { protocolChoices } from "../../core/config/plan/launchPlan";
import type { Compatibility, CompatibleFeature } from "../../core/presentation/compatibilityTable";
import { message } from "../../protocol/message";
import { type FeatureName, features, hasRevision } from "./features";

/** The revisions that the hub speaks, oldest first. */
const revisions = protocolChoices.filter((choice) => /^\d{4}-/.test(choice));

/** What a server may ask the hub for, and the first revision in which it can. */
const asked = (): readonly (readonly [feature: string, since: string])[] => [
  [message("compatibility.sampling", "a language model (sampling)"), "2024-11-05"],
  [message("compatibility.roots", "the folders to work in (roots)"), "2024-11-05"],
  [message("compatibility.forms", "a form (elicitation)"), "2025-06-18"],
  [message("compatibility.pages", "a page to open (URL elicitation)"), "2025-11-25"],
];

/** The matrix of revisions and features, as the code that talks to servers has it. */
export function compatibility(): Compatibility {
  const offered = new Map<string, Set<string>>();
  for (const name of Object.keys(features) as FeatureName[]) {
    const feature = features[name].label();
    // What another revision has in another form is one feature to a person.
    const known = offered.get(feature) ?? new Set();
    for (const revision of revisions) if (hasRevision(name, revision)) known.add(revision);
    offered.set(feature, known);
  }
  const rows: CompatibleFeature[] = [...offered].map(([feature, known]) => ({
    feature,
    use: "offered",
    revisions: revisions.filter((revision) => known.has(revision)),
  }));
  const questions: CompatibleFeature[] = asked().map(([feature, since]) => ({
    feature,
    use: "asked",
    revisions: revisions.filter((revision) => revision >= since),
  }));
  return { revisions, features: [...rows, ...questions] };
}

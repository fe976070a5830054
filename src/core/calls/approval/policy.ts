import { callerKey } from "../../../protocol/caller";
import type { PolicySource, RequestMethod } from "../../../protocol/hubEvent";
import type { Policy, PolicyRule, Verdict } from "../../config/schema/policyRules";
import { matchesName } from "../../kernel/untrusted/matchesName";
import type { ToolCall } from "../toolCall";
import { mayMatch, surelyMatches } from "./rules/argumentPatterns";
import { folded } from "./rules/plainForms";

/** What a rule is compared with. Without `args` nothing is known of them, and a rule about arguments does not match. */
export type PolicySubject = Pick<ToolCall, "server" | "method" | "tool"> &
  Partial<Pick<ToolCall, "args" | "caller" | "offered">>;

/** A rule that decides, and where it stands. */
export interface DecidingRule {
  readonly verdict: Verdict;
  readonly source: PolicySource;
  /** Its place in the list, such as `rule 3`, or its `server/tool`. */
  readonly id: string;
  /** What its author wants a person to read. */
  readonly reason?: string;
  /** The file of an organization, or the path of a workspace. */
  readonly at?: string;
}

interface Rule extends DecidingRule {
  matches(subject: PolicySubject): boolean;
}

/** The rules of one place, by what they say. */
export type RuleSet = Readonly<Record<Verdict, readonly Rule[]>>;

/** The first rule of a verdict that matches; the order within one verdict decides only which rule is named. */
export const ruleFor = (
  sets: readonly RuleSet[],
  verdict: Verdict,
  subject: PolicySubject,
): DecidingRule | undefined => {
  for (const set of sets) for (const rule of set[verdict]) if (rule.matches(subject)) return rule;
  return undefined;
};

const known = new WeakMap<object, Map<string, RuleSet>>();

/** The rules of a policy, made ready once: policies are values that are replaced as a whole. */
export function rulesOf(policy: Policy, source: PolicySource, at?: string): RuleSet {
  const place = JSON.stringify([source, at]);
  const sets = known.get(policy) ?? new Map<string, RuleSet>();
  known.set(policy, sets);
  const before = sets.get(place);
  if (before) return before;
  const where = { source, ...(at !== undefined && { at }) };
  const rules = Array.isArray(policy)
    ? policy.map((rule, index) => ready(rule, { ...where, id: `rule ${index + 1}` }))
    : Object.entries(policy).map(([pattern, verdict]) => short(pattern, verdict, { ...where, id: pattern }));
  const of = (verdict: Verdict) => rules.filter((rule) => rule.verdict === verdict);
  const set = { allow: of("allow"), ask: of("ask"), deny: of("deny") };
  sets.set(place, set);
  return set;
}

type Place = Omit<DecidingRule, "verdict" | "reason">;

/** A rule that stops something is compared widely, so that it cannot be dodged; one that lets pass exactly. */
function ready(rule: PolicyRule, place: Place): Rule {
  const { do: verdict, reason } = rule;
  const matches = verdict === "allow" ? exactly(rule) : widely(rule);
  return { ...place, verdict, ...(reason !== undefined && { reason }), matches };
}

function exactly({ client, server, tool, method, args }: PolicyRule): Rule["matches"] {
  // A tool may be named like a method: its name says nothing about requests that are not calls of tools.
  const only = method ?? (tool === undefined ? undefined : "tools/call");
  return (subject) =>
    (only === undefined || subject.method === only) &&
    (server === undefined || matchesName(server, subject.server)) &&
    (tool === undefined || matchesName(tool, subject.tool)) &&
    (client === undefined || clientsOf(subject).some((name) => matchesName(client, name))) &&
    (args === undefined || (subject.args !== undefined && surelyMatches(args, subject.args)));
}

function widely({ client, server, tool, method, args }: PolicyRule): Rule["matches"] {
  const names = { client: wide(client), server: wide(server), tool: wide(tool) };
  return (subject) =>
    (method === undefined || subject.method === method) &&
    names.server(() => [subject.server]) &&
    names.tool(() => [subject.tool]) &&
    names.client(() => [...clientsOf(subject), ...displayedClient(subject)]) &&
    (args === undefined || (subject.args !== undefined && mayMatch(args, subject.args, defaultsOf(subject))));
}

const wide = (pattern: string | undefined) => {
  if (pattern === undefined) return () => true;
  const wanted = folded(pattern);
  return (names: () => readonly string[]) => names().some((name) => matchesName(wanted, foldedName(name)));
};

/** The names of servers, tools and callers come again with every call. */
const foldedNames = new Map<string, string>();

function foldedName(name: string): string {
  const before = foldedNames.get(name);
  if (before !== undefined) return before;
  if (foldedNames.size >= 5000) foldedNames.clear();
  const plain = folded(name);
  foldedNames.set(name, plain);
  return plain;
}

/** The short form. In place of a tool it may name a method; `*` alone is everything that the server has. */
function short(pattern: string, verdict: Verdict, place: Place): Rule {
  if (verdict !== "allow") {
    const wanted = wide(pattern);
    return { ...place, verdict, matches: ({ server, tool }) => wanted(() => [`${server}/${tool}`]) };
  }
  const method = methods.find((name) => pattern.endsWith(`/${name}`));
  const slash = method ? pattern.length - method.length - 1 : pattern.lastIndexOf("/");
  const server = pattern.slice(0, slash);
  const tool = pattern.slice(slash + 1);
  return ready({ do: verdict, server, ...(method ? { method } : tool !== "*" && { tool }) }, place);
}

const methods: readonly RequestMethod[] = [
  "tools/call",
  "resources/read",
  "prompts/get",
  "completion/complete",
  "skills/list",
];

/** The names of who asks. What a client calls itself proves nothing, so only a rule that stops something looks at it. */
const clientsOf = ({ caller }: PolicySubject): readonly string[] => (caller ? [caller.door, callerKey(caller)] : []);

const displayedClient = ({ caller }: PolicySubject): readonly string[] =>
  caller?.client ? [`${caller.door}:${caller.client.name}`] : [];

/** The values that a tool's schema gives to its arguments where a call has none: leaving an argument out must not dodge a rule. */
function defaultsOf({ offered }: PolicySubject): Readonly<Record<string, unknown>> {
  const { properties } = offered?.inputSchema ?? {};
  if (typeof properties !== "object" || properties === null) return {};
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, schema]) =>
      typeof schema === "object" && schema !== null && "default" in schema ? [[name, schema.default] as const] : [],
    ),
  );
}

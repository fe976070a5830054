import type { Decision, ServerId } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import type { Tool } from "../../catalog/catalog";
import type { ServerDefinition } from "../../config/schema/serverDefinition";
import type { Options } from "../../config/schema/settings";
import { isFromWorkspace } from "../../config/schema/settingsLocation";
import { safeLine } from "../../kernel/redact";
import type { ServerAccess } from "../serverAccess";
import type { ToolCall } from "../toolCall";
import type { Grants } from "./grants";
import { noOrganization, type Organization } from "./organization";
import { type DecidingRule, type PolicySubject, type RuleSet, ruleFor, rulesOf } from "./policy";

export interface RulingParts {
  readonly servers: Pick<ServerAccess, "definition" | "catalog">;
  readonly options: () => Pick<Options, "policy" | "approval" | "workspacePolicies">;
  readonly grants: Pick<Grants, "allows" | "coversServer" | "trusts">;
  readonly organization?: Organization | undefined;
  /** Why a person is asked about a call whatever was allowed before; `undefined` where nothing says so. */
  readonly reason?: ((call: ToolCall) => string | undefined) | undefined;
}

/** What holds for a call now, and why. `ask`: only a person can say; `rule`: the one that wants it, where one does. */
export type Ruling =
  | { readonly verdict: "allow"; readonly decision: Decision }
  | { readonly verdict: "deny"; readonly decision: Decision; readonly reason: string }
  | { readonly verdict: "ask"; readonly rule?: DecidingRule };

/**
 * The order of what decides: what an organization denies, what the person or a workspace denies, what the person does by hand, what an
 * organization wants asked each time, what other results make worth a question, what the person allowed before, what their rules ask, what their rules allow, and then
 * `mcpHub.approval`. What comes earlier is not looked at again, so that nothing later can widen it.
 */
export const rulings =
  ({ servers, options, grants, organization = noOrganization, reason }: RulingParts) =>
  (call: ToolCall, tool: Tool): Ruling => {
    const settings = options();
    const rules = ruleSets(settings, organization);
    if (rules.unusable !== undefined) return unusable(rules.unusable);
    const forbids = ruleFor(rules.all, "deny", call);
    if (forbids) return { verdict: "deny", decision: decidedBy(forbids), reason: refusalOf(forbids) };
    if (call.byHand) return allowed("person");
    const mustAsk = ruleFor(rules.organization, "ask", call);
    if (mustAsk) return { verdict: "ask", rule: mustAsk };
    if (call.method === "completion/complete") return allowed("never-asks");
    if (reason?.(call) !== undefined) return { verdict: "ask" };
    // A grant holds for what the person agreed to, and rests while that is not what there is.
    if ((call.pin?.state ?? "same") === "same" && grants.allows(call)) return allowed("grant");
    const asks = ruleFor(rules.own, "ask", call);
    if (asks) return { verdict: "ask", rule: asks };
    const allows = allowingRule(rules, call, servers.definition(call.server));
    if (allows) return { verdict: "allow", decision: decidedBy(allows) };
    if (settings.approval === "never") return allowed("setting");
    if (isListed(call, servers)) return allowed("listed");
    if (settings.approval === "writes" && grants.trusts(call.server) && onlyReads(tool)) return allowed("annotations");
    return { verdict: "ask" };
  };

/** Why a grant does not let calls pass now, as a short text; `undefined` while it does. Rules about arguments are not looked at. */
export const restsBecause =
  ({ options, organization = noOrganization }: Pick<RulingParts, "options" | "organization">) =>
  (subject: PolicySubject): string | undefined => {
    const rules = ruleSets(options(), organization);
    if (rules.unusable !== undefined)
      return message("policy.restsUnusable", "denied while the policy file of your organization cannot be used");
    const forbids = ruleFor(rules.all, "deny", subject);
    if (forbids) return message("policy.restsDenied", "denied by {rule}", { rule: ruleText(forbids) });
    const asks = ruleFor(rules.organization, "ask", subject);
    return asks && message("policy.restsAsked", "asked about each time, by {rule}", { rule: ruleText(asks) });
  };

/**
 * Whether a model may call a tool, or use a prompt, without any question, for every caller: then nobody looks at it, and its first listing
 * is what counts as agreed to.
 */
export const neverAsks =
  ({
    servers,
    options,
    grants,
    organization = noOrganization,
  }: Omit<RulingParts, "servers"> & {
    readonly servers: Pick<ServerAccess, "definition">;
  }) =>
  (server: ServerId, method: "tools/call" | "prompts/get", tool: Pick<Tool, "name" | "hints">): boolean => {
    const settings = options();
    const rules = ruleSets(settings, organization);
    const subject = { server, method, tool: tool.name };
    if (rules.unusable !== undefined) return false;
    if (ruleFor(rules.all, "deny", subject)) return false;
    if (ruleFor(rules.organization, "ask", subject)) return false;
    if (grants.coversServer(server)) return true;
    if (ruleFor(rules.own, "ask", subject)) return false;
    if (allowingRule(rules, subject, servers.definition(server))) return true;
    const { approval } = settings;
    return approval === "never" || (approval === "writes" && grants.trusts(server) && onlyReads(tool));
  };

interface RuleSets {
  readonly organization: readonly RuleSet[];
  /** The person's own rules first, then those of the workspace. */
  readonly own: readonly [RuleSet, ...RuleSet[]];
  /** Those of organizations, then the others. */
  readonly all: readonly RuleSet[];
  /** Why no call may run; `undefined` if the rules can be used. */
  readonly unusable: string | undefined;
}

type Policies = Pick<ReturnType<RulingParts["options"]>, "policy" | "workspacePolicies">;

/** What the latest call was compared with: the same for the next one, until a rule changes. Policies are values that are replaced as a whole. */
let latest: { readonly of: Policies; readonly found: ReturnType<Organization>; readonly sets: RuleSets } | undefined;

function ruleSets({ policy, workspacePolicies }: Policies, of: Organization): RuleSets {
  const found = of();
  if (latest?.found === found && latest.of.policy === policy && latest.of.workspacePolicies === workspacePolicies)
    return latest.sets;
  const sets = madeReady({ policy, workspacePolicies }, found);
  latest = { of: { policy, workspacePolicies }, found, sets };
  return sets;
}

function madeReady({ policy, workspacePolicies = [] }: Policies, found: ReturnType<Organization>): RuleSets {
  const organization = found.flatMap((one) =>
    one.kind === "rules" ? [rulesOf(one.policy, "organization", one.file)] : [],
  );
  const own: RuleSets["own"] = [
    rulesOf(policy, "user"),
    ...workspacePolicies.map((one) => rulesOf(one.policy, "workspace", one.source)),
  ];
  const [broken] = found.flatMap((one) => (one.kind === "unusable" ? [one.problem] : []));
  return { organization, own, all: [...organization, ...own], unusable: broken };
}

/**
 * The person's rule that lets a request pass. A name is not proof of identity: a workspace may name its own server like one of the
 * person's, so a rule says nothing of it. Only the person's own rules allow anything.
 */
const allowingRule = ({ own: [own] }: RuleSets, subject: PolicySubject, definition: ServerDefinition) =>
  isFromWorkspace(definition) ? undefined : ruleFor([own], "allow", subject);

const allowed = (by: Exclude<Decision["by"], "policy" | "question">): Ruling => ({
  verdict: "allow",
  decision: { by },
});

const decidedBy = ({ source, id }: DecidingRule): Decision => ({ by: "policy", source, rule: id });

const unusable = (problem: string): Ruling => ({
  verdict: "deny",
  decision: { by: "policy", source: "organization", rule: "file" },
  reason: message("policy.unusable", "the policy of your organization cannot be used. {problem}", {
    problem: problem.replace(/\.$/, ""), // the sentence goes on
  }),
});

/** A rule in words: which one, and where it is written. */
export function ruleText({ source, id, at }: DecidingRule): string {
  const values = { rule: /^rule \d+$/.test(id) ? id : `"${safeLine(id, 100)}"`, at: safeLine(at ?? "", 300) };
  switch (source) {
    case "organization":
      return message("policy.organizationRule", "{rule} of your organization's policy ({at})", values);
    case "workspace":
      return message("policy.workspaceRule", "{rule} of mcpHub.policy in the workspace", values);
    case "user":
      return message("policy.ownRule", "{rule} of your setting mcpHub.policy", values);
  }
}

/** What forbids a call, and the next step, as the end of a sentence. */
function refusalOf(rule: DecidingRule): string {
  const values = { rule: ruleText(rule), why: rule.reason === undefined ? "" : ` (${safeLine(rule.reason)})` };
  switch (rule.source) {
    case "organization":
      return message(
        "policy.organizationForbids",
        "{rule} forbids it{why}. Ask the person who maintains that file whether it should run",
        values,
      );
    default:
      return message("policy.ruleForbids", "{rule} forbids it{why}. Change the rule if it should run", values);
  }
}

const onlyReads = ({ hints }: Pick<Tool, "hints">): boolean => hints.readOnly === true && hints.destructive !== true;

/**
 * What the server itself lists may be read, and its skills listed. Any other address is the idea of a model, and could carry data away in
 * its words.
 */
function isListed(call: ToolCall, servers: Pick<ServerAccess, "catalog">): boolean {
  if (call.method === "skills/list") return true;
  if (call.method !== "resources/read") return false;
  return servers.catalog(call.server).resources.some(({ uri }) => uri === call.args.uri);
}

import { isObject } from "../../../protocol/isObject";
import { message } from "../../../protocol/message";
import { nestingLimit } from "../../kernel/json/nesting";
import { isSettingsTooDeep } from "../editing/jsonTree";
import { Policy } from "../schema/policyRules";
import { issueSentence, kindOf } from "./issueSentence";
import { ruleProblem } from "./readPolicy";

/** The largest policy file that is read, in bytes. */
export const policyFileLimit = 1_000_000;

/** The rules of an organization, or what is wrong with them, as a sentence. */
export type ReadOrganizationPolicy = { readonly policy: Policy } | { readonly problem: string };

/**
 * Reads the text of an organization's policy file: JSON with `rules`, a list as in `mcpHub.policy`. Unlike the person's own settings it is
 * taken as a whole or not at all: a rule that is misread would be one that is missing.
 */
export function organizationPolicy(text: string): ReadOrganizationPolicy {
  const plain = text.replace(/^\ufeff/, "");
  if (isSettingsTooDeep(plain))
    return {
      problem: message("policy.tooDeep", "It is nested more than {levels} levels deep.", { levels: nestingLimit }),
    };
  let value: unknown;
  try {
    value = JSON.parse(plain);
  } catch {
    return { problem: message("policy.notJson", "It is not JSON.") };
  }
  const example = '{"rules": [{"do": "deny", "tool": "delete_*"}]}';
  if (!isObject(value) || !Array.isArray(value.rules)) {
    const kind = kindOf(isObject(value) ? value.rules : value);
    return { problem: message("policy.fileKind", "It must contain {example}, but it has {kind}.", { example, kind }) };
  }
  const [unknown] = Object.keys(value).filter((key) => key !== "rules");
  if (unknown !== undefined)
    return {
      problem: message("policy.unknownKey", 'It has "{key}", which is not known.', { key: unknown.slice(0, 80) }),
    };
  const parsed = Policy.safeParse(value.rules);
  const { rules } = value;
  const allows = rules.findIndex((rule: unknown) => isObject(rule) && rule.do === "allow");
  if (allows >= 0)
    return {
      problem: message(
        "policy.allows",
        'Rule {number} says "allow", and an organization\'s policy can only "deny" or "ask". Remove that rule.',
        { number: allows + 1 },
      ),
    };
  if (parsed.success && Array.isArray(parsed.data)) return { policy: parsed.data };
  return { problem: firstProblem(rules) };
}

function firstProblem(rules: readonly unknown[]): string {
  const parsed = Policy.options[0].safeParse(rules);
  const [issue] = parsed.success ? [] : parsed.error.issues;
  if (!issue) return "";
  const [index, ...path] = issue.path;
  if (typeof index !== "number") return issueSentence({ ...issue, path: ["rules"] }, { rules });
  return message("policy.badRule", "Rule {number} cannot be read. {problem}", {
    number: index + 1,
    problem: ruleProblem(rules[index], { ...issue, path }),
  });
}

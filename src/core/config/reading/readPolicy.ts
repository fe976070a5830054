import type { ConfigProblem } from "../../../protocol/hubEvent";
import { isObject } from "../../../protocol/isObject";
import { message } from "../../../protocol/message";
import { safeLine } from "../../kernel/redact";
import { type Policy, PolicyRule, policyBounds, shortPattern, type Verdict, verdicts } from "../schema/policyRules";
import { type Issue, issueSentence, kindOf } from "./issueSentence";

type Report = (path: ConfigProblem["path"], text: string) => void;

/**
 * Reads a policy rule by rule. Never throws. A rule that cannot be read denies what the rest of it names, or asks where it says `allow`, so
 * that a mistake never permits what other rules forbid. Rules keep their numbers.
 *
 * @param narrows for a workspace: a rule that allows is not taken
 */
export function readPolicy(value: unknown, report: Report, narrows = false): Policy {
  if (Array.isArray(value)) return readList(value, report, narrows);
  if (isObject(value)) return readShort(value, report, narrows);
  report(
    [],
    message("config.policyKind", '"mcpHub.policy" must be a list of rules such as {example}, but it is {kind}.', {
      example: '[{"do": "deny", "tool": "delete_*"}]',
      kind: kindOf(value),
    }),
  );
  return [];
}

function readList(written: readonly unknown[], report: Report, narrows: boolean): PolicyRule[] {
  if (written.length > policyBounds.rules) {
    report(
      [],
      message(
        "config.policyTooLong",
        '"mcpHub.policy" has more than {count} rules. Until it is shorter, everything is denied.',
        { count: policyBounds.rules },
      ),
    );
    return [{ do: "deny" }];
  }
  return written.map((rule, index) => {
    const parsed = PolicyRule.safeParse(rule);
    if (parsed.success && !(narrows && parsed.data.do === "allow")) return parsed.data;
    if (parsed.success) {
      report([index], cannotAllow(ruleName(index)));
      return { do: "ask", server: never };
    }
    const [issue] = parsed.error.issues;
    const rest = readableRest(rule);
    const values = {
      rule: ruleName(index),
      problem: ruleProblem(rule, issue),
      verdict: rest.do,
    };
    report(
      [index, ...(issue?.path.filter((part) => typeof part !== "symbol") ?? [])],
      message("config.policyRule", '{rule} cannot be read. {problem} Until then, "{verdict}" is used.', values),
    );
    return rest;
  });
}

/** What is wrong with a rule, as a sentence. */
export const ruleProblem = (rule: unknown, issue: Issue | undefined): string =>
  !isObject(rule)
    ? message("config.ruleKind", "It must be an object such as {example}, but it is {kind}.", {
        example: '{"do": "deny", "tool": "delete_*"}',
        kind: kindOf(rule),
      })
    : issue
      ? issueSentence(issue, rule)
      : "";

/** No server has this name, since a control character never stands in one. A rule of a workspace that allows keeps its number and says nothing. */
const never = "\u0000";

/** What can be read of a rule with a mistake, as a rule that lets nothing pass that the whole rule would have stopped. */
function readableRest(rule: unknown): PolicyRule {
  if (!isObject(rule)) return { do: "ask" };
  const parts = Object.fromEntries(
    (["client", "server", "tool", "method"] as const).flatMap((key) => {
      const part = PolicyRule.shape[key].safeParse(rule[key]);
      return part.success && part.data !== undefined ? [[key, part.data] as const] : [];
    }),
  );
  const names = Object.keys(parts).length > 0 || rule.args !== undefined;
  return { ...parts, do: rule.do === "allow" || rule.do === "ask" || !names ? "ask" : "deny" };
}

function readShort(written: Readonly<Record<string, unknown>>, report: Report, narrows: boolean): Policy {
  const policy: Record<string, Verdict> = {};
  for (const [pattern, value] of Object.entries(written)) {
    const shown = safeLine(pattern, 80);
    if (!shortPattern.test(pattern) || pattern.length > policyBounds.pattern) {
      report(
        [pattern],
        message(
          "config.policyPattern",
          '"{pattern}" does not name a tool. Write "server/tool", where * stands for any text.',
          { pattern: shown },
        ),
      );
      continue;
    }
    const verdict = verdicts.find((word) => word === value);
    if (verdict === "allow" && narrows) {
      report([pattern], cannotAllow(`"${shown}"`));
      continue;
    }
    if (!verdict)
      report(
        [pattern],
        message("config.policyValue", '"{pattern}" must be "allow", "ask" or "deny". Until then, "deny" is used.', {
          pattern: shown,
        }),
      );
    policy[pattern] = verdict ?? "deny";
  }
  return policy;
}

const ruleName = (index: number): string => message("config.ruleName", "Rule {number}", { number: index + 1 });

const cannotAllow = (rule: string): string =>
  message(
    "config.workspaceAllows",
    '{rule} is not used: a workspace can only "ask" and "deny". Write it into your user settings.',
    { rule },
  );

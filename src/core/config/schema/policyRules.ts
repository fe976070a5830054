import * as z from "zod";

/** How large a policy may be. Patterns are compared without regular expressions, so these bound the time as well. */
export const policyBounds = { rules: 500, pattern: 500, args: 20, reason: 200 } as const;

const pattern = z.string().min(1).max(policyBounds.pattern);

export const verdicts = ["allow", "ask", "deny"] as const;

export const Verdict = z
  .enum(verdicts)
  .meta({ enumDescriptions: ["Run it without asking.", "Ask, unless you allowed it.", "Never run it."] });
export type Verdict = z.infer<typeof Verdict>;

/** One rule: what it says, and to which requests it applies. What is left out applies to all. */
export const PolicyRule = z
  .strictObject({
    do: Verdict.describe("What the rule says. `deny` wins over `ask`, and `ask` over `allow`."),
    client: pattern
      .optional()
      .describe(
        "Who asks: `chat`, `agent`, `command`, `panel`, `command-line`, `module`, or `extension`; with a client behind it, such as `extension:acme.tools`. `*` stands for any text.",
      ),
    server: pattern.optional().describe("The server's name in the settings; `*` stands for any text."),
    tool: pattern.optional().describe("The tool's name; `*` stands for any text."),
    method: z
      .enum(["tools/call", "resources/read", "prompts/get", "completion/complete", "skills/list"])
      .optional()
      .describe("The kind of request. An `allow` with `tool` is for calls of tools alone."),
    args: z
      .record(pattern, z.union([pattern, z.number(), z.boolean()]))
      .refine((args) => Object.keys(args).length <= policyBounds.args, {
        message: `at most ${policyBounds.args} arguments`,
      })
      .optional()
      .describe(
        'Arguments by their name (`path`, `options.path`, or the JSON pointer `/options/path`); all of them must match. Example: `{"path": "/etc/*"}`.',
      ),
    reason: z
      .string()
      .min(1)
      .max(policyBounds.reason)
      .optional()
      .describe("What a person reads when the rule decides."),
  })
  .describe("What is allowed, asked about, or denied.");
export type PolicyRule = z.infer<typeof PolicyRule>;

/** A `server/tool` of the short form. */
export const shortPattern = /^[^/].*\/.+$/;

/** A policy as it is written: a list of rules, or its short form, one verdict for each `server/tool`. */
export const Policy = z.union([
  z.array(PolicyRule).max(policyBounds.rules),
  z.record(z.string().regex(shortPattern).max(policyBounds.pattern), Verdict),
]);
export type Policy = z.infer<typeof Policy>;

/** The rules of one workspace or folder, which may deny and ask. */
export interface WorkspacePolicy {
  readonly policy: Policy;
  /** The path of the workspace or folder. */
  readonly source?: string;
}

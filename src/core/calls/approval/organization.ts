import type { HubEvent } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import type { Policy } from "../../config/schema/policyRules";

/** What the policy file of an organization says now, or why it cannot be used. */
export type OrganizationPolicy =
  | { readonly kind: "rules"; readonly file: string; readonly policy: Policy }
  /** `problem`: a sentence that names the file, what is wrong, and what to do. Nothing may run until it is mended. */
  | { readonly kind: "unusable"; readonly file: string; readonly problem: string };

/** The policies that organizations have put on this machine; each can only narrow what the person's own rules let pass. */
export type Organization = () => readonly OrganizationPolicy[];

const none: readonly OrganizationPolicy[] = [];

export const noOrganization: Organization = () => none;

/** What is said of a policy file that can be used from now on, or cannot. */
export const policyEvent = (policy: OrganizationPolicy): HubEvent =>
  policy.kind === "unusable"
    ? {
        type: "hub.log",
        level: "error",
        text: message("policy.refusesAll", "No call may run: {problem}", { problem: policy.problem }),
      }
    : {
        type: "hub.log",
        level: "info",
        text: message("policy.isUsed", "The policy file {file} changed and is now used.", { file: policy.file }),
      };

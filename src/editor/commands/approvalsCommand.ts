import * as vscode from "vscode";
import type { ListedGrant } from "../../core/calls/approval/grants";
import { message } from "../../protocol/message";
import type { Commands } from "../manifest/commandTable";
import { noticeText } from "../ui/plainText";
import { askChoice } from "../ui/quickInput";
import { approvalItem, approvalTimes, endings } from "./approvalItems";
import type { CommandPorts } from "./commandPorts";
import { targetOf } from "./commandTarget";

/** Lists what the person allowed, and takes it back or lets it end. */
export function approvalsCommand(ports: CommandPorts): Pick<Commands, "mcpHub.manageApprovals"> {
  const { grants, clock, tree } = ports;
  const title = message("command.manageApprovals", "Manage Approvals");

  const choose = async (only: string | undefined): Promise<ListedGrant | undefined> => {
    const listed = grants.list().filter(({ server }) => only === undefined || server === only);
    if (listed.length === 0) {
      void vscode.window.showInformationMessage(
        message("approvals.none", "You have not allowed anything for longer than one call."),
      );
      return undefined;
    }
    const placeholder = message("approvals.choose", "Select an approval to revoke it, or to let it end");
    const items = listed.map((grant) => ({ ...approvalItem(grant, clock.now()), value: grant }));
    const reply = await askChoice({ title, placeholder }, items);
    return reply.kind === "value" ? reply.value : undefined;
  };

  const change = async (grant: ListedGrant): Promise<void> => {
    const { label, description } = approvalItem(grant, clock.now());
    const about = `${label}, ${description}`;
    const revoke = { label: `$(trash) ${message("approvals.revoke", "Revoke")}`, value: "revoke" as const };
    const end = { label: `$(clock) ${message("approvals.end", "Let It End…")}`, value: "end" as const };
    const step = { title: about, placeholder: approvalTimes(grant, clock.now()) };
    const reply = await askChoice<"revoke" | "end">(step, [revoke, end]);
    if (reply.kind !== "value") return;
    if (reply.value === "revoke") {
      await grants.revoke(grant);
      tree.refresh(grant.server);
      void vscode.window.showInformationMessage(
        noticeText(message("approvals.revoked", "Revoked: {about}. You will be asked again.", { about })),
      );
      return;
    }
    const when = { title: about, placeholder: message("approvals.when", "When does it end?") };
    const chosen = await askChoice(
      when,
      endings().map(({ label, inMs }) => ({ label, value: { inMs } })),
    );
    if (chosen.kind !== "value") return;
    const { inMs } = chosen.value;
    await grants.limit(grant, inMs === undefined ? undefined : clock.now() + inMs);
  };

  return {
    "mcpHub.manageApprovals": async (argument) => {
      // The list comes back after each change, until the person leaves it.
      for (;;) {
        const grant = await choose(targetOf(argument).server);
        if (!grant) return;
        await change(grant);
      }
    },
  };
}

import type { ListedGrant } from "../../core/calls/approval/grants";
import type { ListedLaunch } from "../../core/consent/launchConsent";
import { message } from "../../protocol/message";
import type { Commands } from "../manifest/commandTable";
import type { ChoiceItem } from "../ui/quickInput";
import { approvalItem, endings, launchItem, subjectOf } from "./approvals/approvalItems";
import type { CommandPorts } from "./commandPorts";
import { targetOf } from "./commandTarget";

/** Lists what the person allowed, and takes it back or lets it end. */
export function approvalsCommand(
  ports: Pick<CommandPorts, "grants" | "launches" | "clock" | "tree" | "rests" | "screen">,
): Pick<Commands, "mcpHub.manageApprovals"> {
  const { grants, launches, clock, tree, rests, screen } = ports;
  const title = message("command.manageApprovals", "Manage Approvals");

  const itemOf = (grant: ListedGrant) => approvalItem(grant, clock.now(), rests(subjectOf(grant)));

  const choose = async (only: string | undefined): Promise<Approval | undefined> => {
    const isMeant = ({ server }: { readonly server: string }) => only === undefined || server === only;
    const allowed = grants.list().filter(isMeant);
    const running = launches.consent.list().filter(isMeant);
    if (allowed.length + running.length === 0) {
      screen.say(message("approvals.none", "You have not allowed anything for longer than one call."));
      return undefined;
    }
    const placeholder = message("approvals.choose", "Select an approval to revoke it, or to let it end");
    const items: readonly ChoiceItem<Approval>[] = [
      ...allowed.map((grant) => ({ ...itemOf(grant), value: { grant } })),
      ...running.map((launch) => ({ ...launchItem(launch), value: { launch } })),
    ];
    const reply = await screen.choice({ title, placeholder }, items);
    return reply.kind === "value" ? reply.value : undefined;
  };

  const stop = async (launch: ListedLaunch): Promise<void> => {
    const { label, detail } = launchItem(launch);
    const revoke = { label: `$(trash) ${message("approvals.revoke", "Revoke")}`, value: true };
    const reply = await screen.choice({ title: label, placeholder: detail }, [revoke]);
    if (reply.kind !== "value") return;
    await launches.consent.revoke(launch);
    screen.say(message("approvals.stopped", "{server} may no longer run.", { server: launch.server }));
  };

  const change = async (grant: ListedGrant): Promise<void> => {
    const { what, description, detail } = itemOf(grant);
    const about = `${what}, ${description}`;
    const revoke = { label: `$(trash) ${message("approvals.revoke", "Revoke")}`, value: "revoke" as const };
    const end = { label: `$(clock) ${message("approvals.end", "Let It End…")}`, value: "end" as const };
    const step = { title: about, placeholder: detail };
    const reply = await screen.choice<"revoke" | "end">(step, [revoke, end]);
    if (reply.kind !== "value") return;
    if (reply.value === "revoke") {
      await grants.revoke(grant);
      tree.refresh(grant.server);
      screen.say(message("approvals.revoked", "Revoked: {about}. You will be asked again.", { about }));
      return;
    }
    const when = { title: about, placeholder: message("approvals.when", "When does it end?") };
    const chosen = await screen.choice(
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
        const chosen = await choose(targetOf(argument).server);
        if (!chosen) return;
        await ("grant" in chosen ? change(chosen.grant) : stop(chosen.launch));
      }
    },
  };
}

/** What the person allowed: calls, or that a server runs. */
type Approval = { readonly grant: ListedGrant } | { readonly launch: ListedLaunch };

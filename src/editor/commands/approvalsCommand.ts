import * as vscode from "vscode";
import type { ListedGrant } from "../../core/calls/approval/grants";
import type { PolicySubject } from "../../core/calls/approval/policy";
import type { ListedLaunch } from "../../core/consent/launchConsent";
import { message } from "../../protocol/message";
import type { Commands } from "../manifest/commandTable";
import { callerText } from "../ui/callerText";
import { itemText, noticeText } from "../ui/plainText";
import { askChoice, type ChoiceItem } from "../ui/quickInput";
import { agoText, timeText } from "../ui/timeText";
import type { CommandPorts } from "./commandPorts";
import { targetOf } from "./commandTarget";

/** Lists what the person allowed, and takes it back or lets it end. */
export function approvalsCommand(ports: CommandPorts): Pick<Commands, "mcpHub.manageApprovals"> {
  const { grants, launches, clock, tree, rests } = ports;
  const title = message("command.manageApprovals", "Manage Approvals");

  const itemOf = (grant: ListedGrant) => approvalItem(grant, clock.now(), rests(subjectOf(grant)));

  const choose = async (only: string | undefined): Promise<Approval | undefined> => {
    const isMeant = ({ server }: { readonly server: string }) => only === undefined || server === only;
    const allowed = grants.list().filter(isMeant);
    const running = launches.consent.list().filter(isMeant);
    if (allowed.length + running.length === 0) {
      void vscode.window.showInformationMessage(
        message("approvals.none", "You have not allowed anything for longer than one call."),
      );
      return undefined;
    }
    const placeholder = message("approvals.choose", "Select an approval to revoke it, or to let it end");
    const items: readonly ChoiceItem<Approval>[] = [
      ...allowed.map((grant) => ({ ...itemOf(grant), value: { grant } })),
      ...running.map((launch) => ({ ...launchItem(launch), value: { launch } })),
    ];
    const reply = await askChoice({ title, placeholder }, items);
    return reply.kind === "value" ? reply.value : undefined;
  };

  const stop = async (launch: ListedLaunch): Promise<void> => {
    const { label, detail } = launchItem(launch);
    const revoke = { label: `$(trash) ${message("approvals.revoke", "Revoke")}`, value: true };
    const reply = await askChoice({ title: label, placeholder: detail }, [revoke]);
    if (reply.kind !== "value") return;
    await launches.consent.revoke(launch);
    void vscode.window.showInformationMessage(
      noticeText(message("approvals.stopped", "{server} may no longer run.", { server: launch.server })),
    );
  };

  const change = async (grant: ListedGrant): Promise<void> => {
    const { what, description, detail } = itemOf(grant);
    const about = `${what}, ${description}`;
    const revoke = { label: `$(trash) ${message("approvals.revoke", "Revoke")}`, value: "revoke" as const };
    const end = { label: `$(clock) ${message("approvals.end", "Let It End…")}`, value: "end" as const };
    const step = { title: about, placeholder: detail };
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
        const chosen = await choose(targetOf(argument).server);
        if (!chosen) return;
        await ("grant" in chosen ? change(chosen.grant) : stop(chosen.launch));
      }
    },
  };
}

/** What the person allowed: calls, or that a server runs. */
type Approval = { readonly grant: ListedGrant } | { readonly launch: ListedLaunch };

/** That a server may run, as an item of a list. */
function launchItem({ server, why, since, holds }: ListedLaunch) {
  const what =
    why === "workspace"
      ? message("approvals.launch", "Run {server}", { server })
      : message("approvals.account", "Give {server} the token of your account", { server });
  const where = holds ? spanText(why === "workspace" ? "workspace" : "always") : goneText();
  const detail = [where, message("approvals.since", "since {time}", { time: timeText(since) })].join(" · ");
  return { label: itemText(what), detail };
}

/** A grant as an item of a list: what may be called, by whom, and the times. */
function approvalItem(grant: ListedGrant, now: number, rests: string | undefined) {
  const isShadowed = grant.holds && rests !== undefined;
  const what = itemText(whatText(grant));
  const who = message("approvals.who", "for {caller}", { caller: itemText(callerText(grant.caller)) });
  return {
    what,
    label: isShadowed ? `$(circle-slash) ${what}` : what,
    description: isShadowed
      ? `${who} · ${message("approvals.rests", "not in effect: {why}", { why: itemText(rests, 300) })}`
      : who,
    detail: approvalTimes(grant, now),
  };
}

/** A tool may be named like a method, so what is not a call of a tool is said in words. */
function whatText({ tool, server, method }: ListedGrant): string {
  if (tool === undefined) return message("approvals.everyTool", "Every tool of {server}", { server });
  switch (method) {
    case "resources/read":
      return message("approvals.read", "Reading resources of {server}", { server });
    case "prompts/get":
      return message("approvals.prompts", "Using prompts of {server}", { server });
    default:
      return message("approvals.tool", "{tool} of {server}", { tool: itemText(tool, 80), server });
  }
}

/** What a policy is asked about a grant. All tools of a server are covered by rules for any tool alone. */
const subjectOf = ({ server, tool = "*", method = "tools/call", caller }: ListedGrant): PolicySubject => ({
  server,
  tool,
  method,
  caller,
});

/** Since when, until when and where a grant holds, and when it was last used. */
function approvalTimes({ since, until, used, span, holds }: ListedGrant, now: number): string {
  return [
    holds ? spanText(span) : goneText(),
    message("approvals.since", "since {time}", { time: timeText(since) }),
    used === undefined
      ? message("approvals.unused", "never used")
      : message("approvals.used", "last used {time}", { time: agoText(now - used) }),
    until === undefined ? undefined : message("approvals.until", "ends {time}", { time: timeText(until) }),
  ]
    .filter((part) => part !== undefined)
    .join(" · ");
}

const goneText = (): string =>
  message("approvals.gone", "Not in effect: the server's entry has changed or is not in this window");

const spanText = (span: ListedGrant["span"]): string =>
  span === "session"
    ? message("approvals.session", "In this session")
    : span === "workspace"
      ? message("approvals.workspace", "In this workspace")
      : message("approvals.always", "In every window");

const hourMs = 60 * 60_000;

/** When a grant may be made to end, in milliseconds from now; `undefined`: never. */
const endings = (): readonly { readonly label: string; readonly inMs: number | undefined }[] => [
  { label: message("approvals.inHour", "In one hour"), inMs: hourMs },
  { label: message("approvals.inDay", "In one day"), inMs: 24 * hourMs },
  { label: message("approvals.inWeek", "In one week"), inMs: 7 * 24 * hourMs },
  { label: message("approvals.inMonth", "In 30 days"), inMs: 30 * 24 * hourMs },
  { label: message("approvals.never", "Never"), inMs: undefined },
];

import * as vscode from "vscode";
import type { ApprovalAnswer, AskPerson } from "../../core/calls/approval/grants";
import type { EventStream } from "../../core/hub/eventStream";
import { itemText } from "../ui/plainText";
import { askChoice } from "../ui/quickInput";
import { approvalWords, grantChoices } from "./approvalWords";

const once = "Allow Once";
const always = "Always Allow…";
const no: ApprovalAnswer = { allow: false };

/**
 * Asks in a modal dialog; closing it is a no. The layer `approve` asks one question at a time and lets a
 * cancelled call go at once; its dialog stays, since VS Code cannot take it back, and the answer then counts for nothing.
 */
export const askPerson =
  (stream: EventStream): AskPerson =>
  async (call, tool) => {
    if (call.signal.aborted) return no;
    const label = stream.view.servers.find(({ id }) => id === call.server)?.label ?? call.server;
    const { message, detail } = approvalWords(call, tool, label);
    const button = await vscode.window.showWarningMessage(message, { modal: true, detail }, once, always);
    if (button === undefined || call.signal.aborted) return no;
    return button === once ? { allow: true, span: "once", what: "tool" } : pickGrant(call.tool, label);
  };

/** Leaving the list unanswered is a no as well: nothing runs by accident. */
async function pickGrant(tool: string, server: string): Promise<ApprovalAnswer> {
  const items = grantChoices(tool, server).map(({ label, description, answer }) => ({
    label: itemText(label),
    description,
    value: answer,
  }));
  const reply = await askChoice(
    { title: "Always Allow", placeholder: "Choose what is allowed, and for how long" },
    items,
  );
  return reply.kind === "value" ? reply.value : no;
}

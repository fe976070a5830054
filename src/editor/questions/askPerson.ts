import type { ApprovalAnswer, AskPerson } from "../../core/calls/approval/grants";
import { changedText } from "../../core/calls/pinned";
import type { HubTool } from "../../core/catalog/catalog";
import { lookAlikes } from "../../core/catalog/lookAlikes";
import type { EventStream } from "../../core/hub/eventStream";
import { argumentsDocument } from "../../core/presentation/shownArguments";
import type { ResultFiles } from "../content/resultFiles";
import type { QuestionScreen } from "../ui/questionScreen";
import { approvalView } from "./approvalView";
import { askPick } from "./questionPick";

export interface AskPersonPorts {
  readonly stream: EventStream;
  readonly documents: Pick<ResultFiles, "open">;
  readonly screen: QuestionScreen;
  /** The tools of all servers: names may be taken for others. */
  readonly tools: () => readonly HubTool[];
}

/** Asks whether a call may run; leaving the question without a choice is a no. */
export const askPerson =
  ({ stream, documents, screen, tools }: AskPersonPorts): AskPerson =>
  async (call, tool, signal): Promise<ApprovalAnswer> => {
    const { servers } = stream.view;
    const label = servers.find(({ id }) => id === call.server)?.label ?? call.server;
    const warnings = [
      ...(call.askedBecause === undefined ? [] : [call.askedBecause]),
      ...(call.pin?.state === "changed" ? [changedText(call, call.pin)] : []),
      ...(call.method === "tools/call"
        ? lookAlikes(
            tools(),
            servers.map(({ id }) => id),
          )(call.server, call.tool)
        : []),
    ];
    const look = async () => {
      await documents.open(argumentsDocument(call.tool, call.args), { preserveFocus: true });
      return approvalView(call, tool, label, true, warnings);
    };
    const answer = await askPick(screen, { view: approvalView(call, tool, label, false, warnings), look }, signal);
    return answer ?? { allow: false };
  };

import type { ApprovalAnswer, AskPerson } from "../../core/calls/approval/grants";
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
}

/** Asks whether a call may run; leaving the question without a choice is a no. */
export const askPerson =
  ({ stream, documents, screen }: AskPersonPorts): AskPerson =>
  async (call, tool, signal): Promise<ApprovalAnswer> => {
    const label = stream.view.servers.find(({ id }) => id === call.server)?.label ?? call.server;
    const look = async () => {
      await documents.open(argumentsDocument(call.tool, call.args), { preserveFocus: true });
      return approvalView(call, tool, label, true);
    };
    const answer = await askPick(screen, { view: approvalView(call, tool, label, false), look }, signal);
    return answer ?? { allow: false };
  };

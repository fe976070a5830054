import { type CallPageHandlers, type CallPageReply, readFromCallPage } from "../../protocol/callPageMessages";
import { message } from "../../protocol/message";
import { answerPage } from "../panel/answerPage";

/** Runs a request of the page and returns its reply. An invalid message is reported and gets no reply. */
export async function handleCallRequest(
  handlers: CallPageHandlers,
  received: unknown,
  report: (error: unknown) => void,
): Promise<CallPageReply | undefined> {
  const request = readFromCallPage(received);
  if (request) return answerPage(handlers, request);
  report(new Error(message("callPage.badRequest", "The call page sent an invalid request, which was ignored.")));
  return undefined;
}

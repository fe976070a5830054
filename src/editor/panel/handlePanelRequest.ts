import { message } from "../../protocol/message";
import type { PanelHandlers, PanelReply } from "../../protocol/panelMessages";
import { readFromPanel } from "../../protocol/readFromPanel";
import { answerPage } from "./answerPage";

/** Runs a request of the page and returns its reply. An invalid message is reported and gets no reply. */
export async function handlePanelRequest(
  handlers: PanelHandlers,
  received: unknown,
  report: (error: unknown) => void,
): Promise<PanelReply | undefined> {
  const request = readFromPanel(received);
  if (request) return answerPage(handlers, request);
  report(new Error(message("panel.badRequest", "The activity panel sent an invalid request, which was ignored.")));
  return undefined;
}

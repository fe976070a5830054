import { toErrorView } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";
import {
  type FromPanel,
  type PanelHandlers,
  type PanelReply,
  type PanelRequest,
  type PanelResult,
  readFromPanel,
} from "../../protocol/panelMessages";

/** Runs a request of the page and returns its reply. An invalid message is reported and gets no reply. */
export async function handlePanelRequest(
  handlers: PanelHandlers,
  received: unknown,
  report: (error: unknown) => void,
): Promise<PanelReply | undefined> {
  const request = readFromPanel(received);
  if (!request) {
    report(new Error(message("panel.badRequest", "The activity panel sent an invalid request, which was ignored.")));
    return undefined;
  }
  const { id } = request;
  try {
    const value = await run(handlers, request);
    return { type: "reply", id, ok: true, ...(value && { value }) };
  } catch (error) {
    return { type: "reply", id, ok: false, error: toErrorView(error) };
  }
}

function run(
  handlers: PanelHandlers,
  request: FromPanel,
): Promise<PanelResult<PanelRequest>> | PanelResult<PanelRequest> {
  switch (request.method) {
    case "ready":
      return handlers.ready();
    case "copy":
      return handlers.copy(request.params[0]);
    case "content":
      return handlers.content(request.params[0]);
    case "openPart":
      return handlers.openPart(...request.params);
    case "showLog":
      return handlers.showLog(request.params[0]);
    case "connect":
    case "disconnect":
    case "restart":
    case "openSettings":
      return handlers[request.method](request.params[0]);
  }
}

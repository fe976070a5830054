import { toErrorView } from "../../core/hubError";
import { type FromPanel, type PanelHandlers, type PanelReply, readFromPanel } from "../../protocol/panelMessages";

/** Runs what the page asks for. Every request is answered; what is no request is reported and not answered. */
export async function answerPanel(
  handlers: PanelHandlers,
  message: unknown,
  report: (error: unknown) => void,
): Promise<PanelReply | undefined> {
  const request = readFromPanel(message);
  if (!request) {
    report(new Error("The activity panel sent a message that is not a request; it was ignored."));
    return undefined;
  }
  const { id } = request;
  try {
    await run(handlers, request);
    return { type: "reply", id, ok: true };
  } catch (error) {
    return { type: "reply", id, ok: false, error: toErrorView(error) };
  }
}

function run(handlers: PanelHandlers, request: FromPanel): Promise<void> | void {
  switch (request.method) {
    case "ready":
      return handlers.ready();
    case "copy":
      return handlers.copy(request.params[0]);
    case "showLog":
      return handlers.showLog(request.params[0]);
    case "connect":
    case "disconnect":
    case "restart":
    case "openSettings":
      return handlers[request.method](request.params[0]);
  }
}

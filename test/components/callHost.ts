import type { ToCallPage } from "../../src/protocol/callPageMessages";
import type { CallPageTold, CallPort } from "../../webview-ui/call/callPort";

/** A host that answers with these values, and fails where there is an error. */
export function hostOf(values: Readonly<Record<string, unknown>> = {}) {
  const asked: unknown[][] = [];
  let hear: (message: CallPageTold) => void = () => {};
  const request = async (...one: unknown[]) => {
    asked.push(one);
    const value = values[String(one[0])];
    if (value instanceof Error) throw value;
    return value;
  };
  const listen = (listener: typeof hear) => {
    hear = listener;
    return () => {};
  };
  const port = { request, listen } as unknown as CallPort;
  return { port, asked, tell: (message: ToCallPage) => hear(message as CallPageTold) };
}

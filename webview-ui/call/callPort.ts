import {
  type CallPageParams,
  type CallPageReply,
  type CallPageRequest,
  type CallPageResult,
  type CallTarget,
  type FromCallPage,
  isCallTarget,
  type ToCallPage,
} from "../../src/protocol/callPageMessages";
import { isObject } from "../../src/protocol/isObject";
import { message } from "../../src/protocol/message";
import { openPagePort, type PageWindow } from "../pagePort";

/** The API that VS Code gives a webview's page, as this page uses it. */
export interface CallPageApi {
  postMessage(message: FromCallPage): void;
  getState(): unknown;
  setState(state: CallPageState): void;
}

/** What outlives the page, on the disk of the machine too: what it showed, and never what was entered. */
export interface CallPageState {
  readonly target?: CallTarget;
  readonly hidesJson?: boolean;
}

/** The messages that the host sends unasked. */
export type CallPageTold = Exclude<ToCallPage, CallPageReply>;

export interface CallPort {
  /** Resolves when the host is done; rejects with a sentence for the person. */
  request<K extends CallPageRequest>(method: K, ...params: CallPageParams<K>): Promise<CallPageResult<K>>;
  listen(hear: (message: CallPageTold) => void): () => void;
}

const isTold = (message: Readonly<Record<string, unknown>>): message is CallPageTold & Record<string, unknown> => {
  const { type, entries, servers, recent, target, run, opened } = message;
  if (type === "entries") return [entries, servers, recent].every(Array.isArray);
  const isWhole = opened === undefined || (isObject(opened) && isCallTarget(opened.target));
  return type === "show"
    ? isCallTarget(target) && isWhole
    : type === "run" && isObject(run) && isCallTarget(run.target);
};

/** How long a reply may take, in milliseconds. A call is told of apart, so that every reply is quick. */
const answerLimitMs = 60_000;

/** The page's connection to the extension host. */
export function openCallPort(api: CallPageApi, page: PageWindow): CallPort {
  const noAnswer = message(
    "page.callPort.vsCodeDidNotRespond",
    "VS Code did not respond. Close the page and open it again.",
  );
  const post = (request: FromCallPage) => api.postMessage(request);
  const port = openPagePort<CallPageTold, FromCallPage>(page, { post, isTold, answerLimitMs, noAnswer });
  return {
    // the host replies to a method with that method's result
    request: async <K extends CallPageRequest>(method: K, ...params: CallPageParams<K>) =>
      (await port.request(method, params)) as CallPageResult<K>,
    listen: port.listen,
  };
}

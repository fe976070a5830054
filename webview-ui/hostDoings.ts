import type { CallContent, CopyForm } from "../src/protocol/panelMessages";
import type { HostPort } from "./hostPort";
import type { Row } from "./row";
import { copied, resultText } from "./rowDetails";

/** The page's requests to the host about the result of a call. */
export interface CallResults {
  /** Never rejects: a failure is reported above the list, and no result is shown. */
  read(call: string): Promise<CallContent | undefined>;
  open(call: string, index: number): void;
}

/** What a person can do with a call. Each is a request to the host. */
export interface CallDoings {
  cancel(call: string): void;
  again(call: string): void;
  edit(call: string): void;
  openResult(call: string): void;
  copyAs(call: string, form: CopyForm): void;
}

/** What the page asks of the host for a row. A failure is told to `fail`; nothing here rejects. */
export interface HostDoings extends CallDoings {
  readonly results: CallResults;
  readonly whole: (seq: number) => Promise<string | undefined>;
  readonly copy: (row: Row) => void;
  readonly open: (row: Row) => void;
}

export function hostDoings(host: HostPort, fail: (error: unknown) => void): HostDoings {
  const orFail = async <T>(asked: Promise<T>): Promise<T | undefined> => {
    try {
      return await asked;
    } catch (error) {
      fail(error);
      return undefined;
    }
  };
  /** The row as text, with the result of its call, where the host has it. */
  const textOf = async (row: Row): Promise<string> => {
    const { id, outcome } = row.call ?? {};
    if (id === undefined || (outcome !== "ok" && outcome !== "tool-error")) return copied(row);
    const content = await orFail(host.request("content", id));
    return copied(row, content && resultText(content));
  };
  return {
    results: {
      read: (call) => orFail(host.request("content", call)),
      open: (call, index) => void orFail(host.request("openPart", call, index)),
    },
    whole: (seq) => orFail(host.request("message", seq)),
    copy: async (row) => void orFail(host.request("copy", await textOf(row))),
    open: async (row) => void orFail(host.request("openText", `${row.call?.tool ?? row.kind}.txt`, await textOf(row))),
    cancel: (call) => void orFail(host.request("cancel", call)),
    again: (call) => void orFail(host.request("callAgain", call)),
    edit: (call) => void orFail(host.request("editCall", call)),
    openResult: (call) => void orFail(host.request("openResult", call)),
    copyAs: (call, form) => void orFail(host.request("copyAs", call, form)),
  };
}

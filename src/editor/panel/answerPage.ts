import { toErrorView } from "../../core/kernel/hubError";
import type { PageReply } from "../../protocol/pageReply";

/** A request that has been read: its parameters are those of its method. */
interface PageRequest<Method extends string> {
  readonly id: number;
  readonly method: Method;
  readonly params: readonly unknown[];
}

/** Runs a request of a page and returns its reply. Each handler gets the parameters of its own method, which no compiler can follow here. */
export async function answerPage<Method extends string, Value>(
  handlers: Readonly<Record<Method, (...params: never) => unknown>>,
  { id, method, params }: PageRequest<Method>,
): Promise<PageReply<Value>> {
  try {
    const handler = handlers[method] as (...params: readonly unknown[]) => Promise<Value | undefined>;
    const value = await handler(...params);
    return { type: "reply", id, ok: true, ...(value !== undefined && { value }) };
  } catch (error) {
    return { type: "reply", id, ok: false, error: toErrorView(error) };
  }
}

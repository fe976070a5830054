import type { Requests } from "../../core/calls/requests";
import { newCall } from "../../core/calls/toolCall";
import { expandTemplate } from "../../core/forms/resourceTemplate";
import type { Clock } from "../../core/kernel/clock";
import { asHubError, HubError } from "../../core/kernel/hubError";
import { parseJson } from "../../core/kernel/json/exactJson";
import { safeLine, safeText } from "../../core/kernel/redact";
import { uniqueId } from "../../core/kernel/uniqueId";
import type { Progress, ToolResult } from "../../core/messages/toolResult";
import { type CallRun, type CallTarget, type PastCall, targetKey } from "../../protocol/callPageMessages";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import { resultParts } from "./resultParts";

/** The latest calls that are remembered for a target, and the longest arguments that are. */
const pastCalls = 20;
const pastArguments = 100_000;
/** The targets whose latest result is kept. */
const targetsKept = 30;

export interface CallRunsDeps {
  readonly requests: Pick<Requests, "callTool" | "readResource" | "getPrompt">;
  readonly clock: Clock;
  readonly publish: (run: CallRun) => void;
  /** Receives defects. */
  readonly report: (error: unknown) => void;
}

interface Kept {
  readonly run: CallRun;
  readonly abort: AbortController;
  readonly result?: Omit<ToolResult, "isError">;
}

type Answer = { readonly result: ToolResult; readonly roles?: readonly ("user" | "assistant")[] };

/** The person's calls from the page: one at a time for each target, and what came of the latest. They outlive the page. */
export class CallRuns {
  private readonly kept = new Map<string, Kept>();
  private readonly past = new Map<string, readonly PastCall[]>();

  constructor(private readonly deps: CallRunsDeps) {}

  of(target: CallTarget): CallRun | undefined {
    return this.kept.get(targetKey(target))?.run;
  }

  resultOf(target: CallTarget): Omit<ToolResult, "isError"> | undefined {
    return this.kept.get(targetKey(target))?.result;
  }

  history(target: CallTarget): readonly PastCall[] {
    return this.past.get(targetKey(target)) ?? [];
  }

  forget(target: CallTarget): void {
    this.past.delete(targetKey(target));
  }

  cancel(target: CallTarget): void {
    this.kept.get(targetKey(target))?.abort.abort();
  }

  /** Starts a call. Throws where nothing can be started; what comes of it is published. */
  start(target: CallTarget, text: string): void {
    const key = targetKey(target);
    if (this.kept.get(key)?.run.state === "running")
      throw new HubError(
        "bad-arguments",
        message("callPage.running", "This call is still running. Cancel it first, or wait for its result."),
      );
    const args = parseJson(text);
    if (!isObject(args))
      throw new HubError("bad-arguments", message("callPage.noObject", "The arguments must be one JSON object."));
    const abort = new AbortController();
    const startedAt = this.deps.clock.now();
    let run: CallRun = { id: uniqueId(), target, state: "running", startedAt };
    let askedMs = 0;
    const change = (to: Partial<CallRun>, result?: Kept["result"]) => {
      run = { ...run, ...to };
      this.keep(key, { run, abort, ...(result && { result }) });
      this.deps.publish(run);
    };
    const ended = (to: Partial<CallRun> & Pick<CallRun, "state">, result?: Kept["result"]) => {
      const ms = Math.max(0, this.deps.clock.now() - startedAt - askedMs);
      const { progress: _, ...last } = run;
      run = last;
      const isKept = text.length <= pastArguments;
      const before = this.history(target);
      if (isKept)
        this.past.set(key, [{ at: startedAt, state: to.state, ms, args: text }, ...before].slice(0, pastCalls));
      change({ ...to, ms }, result);
    };
    change({});
    this.send(
      target,
      args,
      abort.signal,
      (ms) => (askedMs = ms),
      (progress) => run.state === "running" && change({ progress: shownProgress(progress) }),
    )
      .then(
        ({ result, roles }) =>
          ended({ state: result.isError ? "tool-error" : "ok", result: resultParts(result, roles) }, result),
        (error: unknown) => {
          const failure = asHubError(error);
          if (failure.code === "internal") this.deps.report(error);
          ended({
            state: failure.code === "cancelled" ? "cancelled" : "failed",
            error: safeText(failure.message, 2000),
          });
        },
      )
      .catch(this.deps.report);
  }

  private async send(
    { kind, server, name }: CallTarget,
    args: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
    onAsked: (ms: number) => void,
    onProgress: (progress: Progress) => void,
  ): Promise<Answer> {
    // The person sees every argument and pressed the button: that is the consent.
    const ask = { server, caller: { door: "panel" }, byHand: true, signal, onAsked, onProgress } as const;
    const { requests } = this.deps;
    switch (kind) {
      case "tool":
        return { result: await requests.callTool(newCall({ ...ask, tool: name, args })) };
      case "prompt": {
        const texts = Object.fromEntries(Object.entries(args).map(([one, value]) => [one, String(value)]));
        const messages = await requests.getPrompt({ ...ask, name, args: texts });
        return { result: whole(messages.map(({ content }) => content)), roles: messages.map(({ role }) => role) };
      }
      case "resource":
      case "template": {
        const uri = kind === "resource" ? name : expandTemplate(name, args);
        const contents = await requests.readResource({ ...ask, uri });
        return { result: whole(contents.map((resource) => ({ type: "resource", resource }))) };
      }
    }
  }

  private keep(key: string, kept: Kept): void {
    this.kept.delete(key); // the latest stands last
    this.kept.set(key, kept);
    for (const [oldest, { run }] of this.kept) {
      if (this.kept.size <= targetsKept) break;
      if (run.state !== "running") this.kept.delete(oldest);
    }
  }
}

const whole = (content: ToolResult["content"]): ToolResult => ({ content, isError: false });

const shownProgress = ({ progress, total, message: text }: Progress): NonNullable<CallRun["progress"]> => ({
  done: progress,
  ...(total !== undefined && { total }),
  ...(text !== undefined && { text: safeLine(text, 300) }),
});

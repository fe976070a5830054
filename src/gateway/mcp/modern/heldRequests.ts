import { createHash } from "node:crypto";
import { canonicalText } from "../../../core/kernel/canonicalJson";
import type { Clock } from "../../../core/kernel/clock";
import type { Disposable } from "../../../core/kernel/disposable";
import { abortError, HubError } from "../../../core/kernel/hubError";
import type { ClientAnswers } from "../../../core/questions/clientAnswers";
import type { SupportedFeatures } from "../../../core/questions/clientFeatures";
import { isObject } from "../../../protocol/isObject";
import { message } from "../../../protocol/message";
import type { Asking } from "../asking";
import { type Json, RpcError, type RpcRequest, rpcCodes } from "../rpc";
import { HeldRequest, type Step } from "./heldRequest";
import { RequestStates } from "./requestState";

/** How long a request waits for the answers of its client, in milliseconds, and how many of one client wait at once. */
const limits = { waitMs: 10 * 60_000, perClient: 200 } as const;

/** Who makes a request, and how it is run. */
export interface HeldRun extends Pick<Asking, "onProgress"> {
  readonly client: { readonly id: string; readonly name: string };
  readonly can: SupportedFeatures;
  readonly request: Pick<RpcRequest, "method" | "params">;
  /** Starts the request. */
  readonly start: (asking: Pick<Asking, "answers" | "signal" | "onProgress">) => Promise<Json>;
  /** Aborts when the client has closed the POST. */
  readonly signal: AbortSignal;
}

/** What a POST is answered with. */
export type HeldAnswer =
  | { readonly kind: "result"; readonly result: Json }
  | { readonly kind: "asks"; readonly asked: Json };

/**
 * Requests of the revision without a handshake, whose server may ask the client: the question is the result of the POST, and the client
 * sends the request once more with the answers (specification 2026-07-28, multi round-trip requests). Meanwhile the request is held here.
 */
export class HeldRequests implements Disposable {
  private readonly held = new Map<string, HeldRequest>();
  private readonly states = new RequestStates();

  constructor(private readonly clock: Clock) {}

  get count(): number {
    return this.held.size;
  }

  /** Runs a request, or goes on with one, up to its result or to the next questions. Rejects as the request does. */
  async run(run: HeldRun): Promise<HeldAnswer> {
    const { requestState, inputResponses } = run.request.params;
    const known = requestState === undefined ? undefined : this.found(run, requestState);
    const responses = objectsIn(inputResponses);
    const held = known ?? new HeldRequest(run.client.id, digestOf(run.request), responses);
    const next = nextStep(held, run);
    if (known) known.answer(responses);
    else this.start(held, run);
    const step = await next;
    if (step.kind === "failed") throw step.error;
    return step.kind === "asks" ? { kind: "asks", asked: this.ask(held) } : step;
  }

  /** Ends all of one client. */
  endOf(client: string): void {
    for (const held of [...this.held.values()]) if (held.client === client) this.giveUp(held);
  }

  dispose(): void {
    for (const held of [...this.held.values()]) this.giveUp(held);
  }

  private start(held: HeldRequest, run: HeldRun): void {
    const { client, can, start } = run;
    this.held.set(held.id, held);
    const ended = (step: Step) => {
      this.held.delete(held.id);
      held.step(step);
      held.end(abortError(held.abort.signal, run.request.method));
    };
    const answers: ClientAnswers = {
      client: client.name,
      key: client.id,
      can,
      isAwaited: held.isAwaited,
      answersLater: true,
      ask: (question, signal) => held.ask(question, signal),
    };
    start({ answers, signal: held.abort.signal, onProgress: held.progress }).then(
      (result) => ended({ kind: "result", result }),
      (error: unknown) => ended({ kind: "failed", error }),
    );
  }

  private found({ client, request }: HeldRun, state: unknown): HeldRequest {
    const read = typeof state === "string" ? this.states.read(state) : undefined;
    if (!read || read.client !== client.id || read.request !== digestOf(request))
      throw new RpcError(
        rpcCodes.invalidParams,
        message("gateway.foreignState", "requestState is not the one that was given for this request."),
      );
    const held = this.held.get(read.held);
    if (held && this.clock.now() < read.until) return held;
    throw new RpcError(
      rpcCodes.invalidParams,
      message(
        "gateway.stateExpired",
        "The answers came too late: the request has ended. Send it again without requestState.",
      ),
    );
  }

  private ask(held: HeldRequest): Json {
    const { id, client, digest } = held;
    held.over = this.clock.after(limits.waitMs, () => this.giveUp(held), true);
    const waiting = [...this.held.values()].filter((one) => one.client === client && one.over);
    for (const oldest of waiting.slice(0, -limits.perClient)) this.giveUp(oldest);
    const until = this.clock.now() + limits.waitMs;
    return {
      resultType: "input_required",
      inputRequests: held.inputRequests(),
      requestState: this.states.write({ held: id, client, request: digest, until }),
    };
  }

  private giveUp(held: HeldRequest): void {
    this.held.delete(held.id);
    held.end(new HubError("timeout", message("gateway.noAnswer", "The client did not answer in time.")));
  }
}

/** Waits for what comes next. A client that closes the POST gives the request up. */
function nextStep(held: HeldRequest, { signal, onProgress }: HeldRun): Promise<Step> {
  return new Promise((resolve) => {
    const gone = () => held.abort.abort();
    signal.addEventListener("abort", gone);
    const step = (step: Step) => {
      signal.removeEventListener("abort", gone);
      resolve(step);
    };
    held.wait({ step, ...(onProgress && { onProgress }) }, sentAgain());
    if (signal.aborted) gone();
  });
}

const sentAgain = () =>
  new RpcError(
    rpcCodes.invalidRequest,
    message("gateway.sentAgain", "The client has sent the answers once more, and waits for the result there."),
  );

/** The answers that are objects, as all answers are. */
const objectsIn = (responses: unknown): Readonly<Record<string, Json>> =>
  Object.fromEntries(
    Object.entries(isObject(responses) ? responses : {}).flatMap(([key, one]) => (isObject(one) ? [[key, one]] : [])),
  );

/** What stays the same from one POST of a request to the next: progress tokens and traces do not. */
function digestOf({ method, params }: HeldRun["request"]): string {
  const { _meta: _, requestState: __, inputResponses: ___, ...own } = params;
  return createHash("sha256")
    .update(canonicalText({ method, params: own }))
    .digest("base64url");
}

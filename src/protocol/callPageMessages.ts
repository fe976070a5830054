import type { ServerId } from "./hubEvent";
import { isObject } from "./isObject";
import type { PageReply } from "./pageReply";

/** What the page can call. `name`: of a tool or a prompt, the address of a resource, or the template of addresses (RFC 6570). */
export interface CallTarget {
  readonly kind: "tool" | "prompt" | "resource" | "template";
  readonly server: ServerId;
  readonly name: string;
}

/** Tells a target from every other one. */
export const targetKey = ({ kind, server, name }: CallTarget): string => JSON.stringify([kind, server, name]);

/** A target in the list to pick from. The texts are sanitized and on one line. */
export interface CallEntry extends CallTarget {
  readonly label: string;
  readonly about: string;
}

/** Host → call page. */
export type ToCallPage =
  /** Everything that can be called now; sent in response to `ready`, and when it changes. */
  | {
      readonly type: "entries";
      readonly entries: readonly CallEntry[];
      /** How many more there are. */
      readonly more: number;
      readonly servers: readonly { readonly id: ServerId; readonly label: string }[];
      /** The keys of the latest calls, the latest first. */
      readonly recent: readonly string[];
    }
  /** The person chose a target outside of the page. */
  | {
      readonly type: "show";
      readonly target: CallTarget;
      /** As JSON, in place of what was in the form. */
      readonly args?: string;
      /** What `open` would give: it spares a page that has just opened the way there and back. Missing where it would fail. */
      readonly opened?: OpenedCall;
    }
  /** What a call has come to. */
  | { readonly type: "run"; readonly run: CallRun }
  | CallPageReply;

export type CallPageReply = PageReply;

/** One call of a target, the latest one. */
export interface CallRun {
  readonly id: string;
  readonly target: CallTarget;
  readonly state: "running" | "ok" | "tool-error" | "failed" | "cancelled";
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** How long it took, in milliseconds, without the time that a person was asked. */
  readonly ms?: number;
  readonly progress?: { readonly done: number; readonly total?: number; readonly text?: string };
  /** Why it failed, as a sentence. */
  readonly error?: string;
  readonly result?: CallResult;
}

export interface CallResult {
  /** In the order of the result; `openPart` identifies a part by its index. */
  readonly parts: readonly ResultPart[];
  /** How many more parts the result has. */
  readonly more: number;
  /** What is wrong with the result, in a sentence. */
  readonly warning?: string;
  /** What the server added to the result (`_meta`): sanitized, truncated JSON. */
  readonly meta?: string;
}

/** A part of a result: sanitized, truncated text, or something that can be opened in an editor. */
export type ResultPart = { /** Of a prompt: who says it. */ readonly role?: "user" | "assistant" } & (
  | {
      readonly kind: "text";
      readonly text: string;
      readonly language: "text" | "markdown" | "json";
      /** The file that it is, if it is one. */
      readonly name?: string;
      readonly about?: string;
      /** It is only the beginning. */
      readonly cut?: true;
    }
  | {
      readonly kind: "image" | "audio";
      readonly name: string;
      /** Its type and size, in words. */
      readonly about: string;
      /** A `data:` URI; missing if the content is too large for the page. */
      readonly source?: string;
    }
  | { readonly kind: "file" | "link"; readonly name: string; readonly about: string }
);

/** What is wrong in the arguments, and where: names and indexes from the outside in. */
export interface CallMistake {
  readonly path: readonly string[];
  readonly text: string;
  /** Something is not there yet: no mistake before the person has come to it. */
  readonly isMissing?: true;
}

/** An earlier call of a target, kept while the window is open. */
export interface PastCall {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly state: CallRun["state"];
  readonly ms: number;
  /** The arguments as JSON. */
  readonly args: string;
}

/** A call that the person saved in the workspace. */
export interface SavedCall {
  readonly name: string;
  readonly args: string;
}

/** What the page needs to show a target. Texts are sanitized; the schema is the server's. */
export interface OpenedCall {
  readonly target: CallTarget;
  readonly title: string;
  readonly description: string;
  /** What the server says of it, in words such as "only reads". */
  readonly hints: readonly string[];
  /** The schema of the arguments as JSON. */
  readonly schema: string;
  readonly outputSchema?: string;
  /** Whether the server may propose values. */
  readonly completes: boolean;
  /** It is not what the person agreed to, as a sentence. */
  readonly changed?: string;
  /** Why it is off, and that it can still be called by hand, as sentences; missing while it is on. */
  readonly off?: string;
  /** The arguments that were last in the page, as JSON. */
  readonly draft?: string;
  readonly run?: CallRun;
  readonly history: readonly PastCall[];
  readonly saved: readonly SavedCall[];
  /** Whether there is a workspace to save calls in. */
  readonly canSave: boolean;
}

/** Call page → host. Failures reject with a sentence for the person. */
export interface CallPageRequests {
  /** The page is listening. `target`: what it showed before it was hidden. */
  ready(target?: CallTarget): void;
  open(target: CallTarget): OpenedCall;
  /** Checks arguments, given as JSON, and keeps them for the page's return. */
  check(target: CallTarget, args: string): readonly CallMistake[];
  /** Keeps arguments, given as JSON, for the page's return. */
  keepDraft(target: CallTarget, args: string): void;
  /** The values that the server proposes for an argument; `others` has the other arguments as JSON. */
  complete(target: CallTarget, argument: string, value: string, others: string): readonly string[];
  /** Calls with arguments that the person sees: that is the person's yes. What comes of it is told as `run`. */
  call(target: CallTarget, args: string): void;
  cancel(target: CallTarget): void;
  /** Opens a part of the latest result in an editor. */
  openPart(target: CallTarget, index: number): void;
  /** Saves the arguments under a name, without secrets; replies with the places whose values were left out. */
  save(
    target: CallTarget,
    name: string,
    args: string,
  ): { readonly leftOut: readonly string[]; readonly saved: readonly SavedCall[] };
  removeSaved(target: CallTarget, name: string): readonly SavedCall[];
  forgetHistory(target: CallTarget): void;
  /** Shows how a changed tool or prompt differs from what the person agreed to. */
  review(target: CallTarget): void;
  copy(text: string): void;
}

export type CallPageRequest = keyof CallPageRequests;
export type CallPageParams<K extends CallPageRequest> = Parameters<CallPageRequests[K]>;
export type CallPageResult<K extends CallPageRequest> = ReturnType<CallPageRequests[K]>;

export type FromCallPage = {
  readonly [K in CallPageRequest]: { readonly id: number; readonly method: K; readonly params: CallPageParams<K> };
}[CallPageRequest];

/** One handler per request; the compiler checks that none is missing. A rejection becomes the reply's error. */
export type CallPageHandlers = {
  readonly [K in CallPageRequest]: (...params: CallPageParams<K>) => Promise<CallPageResult<K>> | CallPageResult<K>;
};

/** The longest name, address and text of an argument that is completed, in characters. */
const nameLimit = 8192;
/** The longest arguments, in characters: files are among them. */
export const argumentsLimit = 16 * 1024 * 1024;

const isName = (value: unknown): value is string => typeof value === "string" && value.length <= nameLimit;
const isLong = (value: unknown): value is string => typeof value === "string" && value.length <= argumentsLimit;
const isIndex = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
const kinds: readonly unknown[] = ["tool", "prompt", "resource", "template"] satisfies CallTarget["kind"][];

/** Whether a value that came from outside is a target. */
export const isCallTarget = (value: unknown): value is CallTarget =>
  isObject(value) && kinds.includes(value.kind) && isName(value.server) && isName(value.name);

/** What each parameter must be. */
const parameters: { readonly [K in CallPageRequest]: readonly ((value: unknown) => boolean)[] } = {
  ready: [isCallTarget],
  open: [isCallTarget],
  check: [isCallTarget, isLong],
  keepDraft: [isCallTarget, isLong],
  complete: [isCallTarget, isName, isName, isLong],
  call: [isCallTarget, isLong],
  cancel: [isCallTarget],
  openPart: [isCallTarget, isIndex],
  save: [isCallTarget, isName, isLong],
  removeSaved: [isCallTarget, isName],
  forgetHistory: [isCallTarget],
  review: [isCallTarget],
  copy: [isLong],
};

/** Validates a message from the page, which the host does not trust. `undefined` for anything that is not exactly a request. */
export function readFromCallPage(message: unknown): FromCallPage | undefined {
  if (!isObject(message)) return undefined;
  const { id, method, params } = message;
  if (typeof id !== "number" || !Number.isSafeInteger(id) || !Array.isArray(params)) return undefined;
  if (typeof method !== "string" || !Object.hasOwn(parameters, method)) return undefined;
  const checks = parameters[method as CallPageRequest];
  const isOptional = method === "ready" && params.length === 0;
  if (!isOptional && (params.length !== checks.length || !checks.every((check, at) => check(params[at]))))
    return undefined;
  // Method and parameters are checked; the compiler cannot see that they belong together.
  return { id, method, params } as unknown as FromCallPage;
}

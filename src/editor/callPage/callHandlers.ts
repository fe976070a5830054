import { changedText } from "../../core/calls/pinned";
import { placedMistakes } from "../../core/catalog/checkArguments";
import { HubError } from "../../core/kernel/hubError";
import { parseJson, toJson } from "../../core/kernel/json/exactJson";
import { shownParts } from "../../core/presentation/shownPart";
import {
  type CallMistake,
  type CallPageHandlers,
  type CallTarget,
  type OpenedCall,
  targetKey,
} from "../../protocol/callPageMessages";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import { calledThing } from "./calledThing";
import type { CallPageParts } from "./callPage";
import { savedOf, withoutSecretValues, withSavedCall } from "./savedCalls";

/** The largest schema that the page gets, in characters; a larger one is entered as JSON. */
const schemaLimit = 2 * 1024 * 1024;
/** The targets whose arguments are kept for the page's return, and the most characters of all of them. */
const draftsKept = 50;
const draftCharacters = 32 * 1024 * 1024;
/** Suggestions that take longer than this are useless. */
const suggestMs = 3000;

/** The arguments that were last in the page, by target. They stay in memory. */
export class Drafts {
  private readonly texts = new Map<string, string>();

  of(target: CallTarget): string | undefined {
    return this.texts.get(targetKey(target));
  }

  keep(target: CallTarget, text: string): void {
    const key = targetKey(target);
    this.texts.delete(key);
    this.texts.set(key, text);
    let room = draftCharacters;
    for (const [at, [one, kept]] of [...this.texts].reverse().entries()) {
      room -= kept.length;
      if (at >= draftsKept || room < 0) this.texts.delete(one);
    }
  }
}

/** What the page asks for beside being told: `ready` is the panel's. */
export function callHandlers(parts: CallPageParts): Omit<CallPageHandlers, "ready"> {
  const { hub, pins, requests, runs, drafts, saved, recent, whyOff } = parts;
  const open = async (target: CallTarget): Promise<OpenedCall> => {
    const { title, description, hints, schema, outputSchema, digest } = calledThing(hub, target);
    const { kind, server, name } = target;
    const isPinned = kind === "tool" || kind === "prompt";
    const isChanged = isPinned && pins.isChanged(server, { kind, name }, digest);
    const json = toJson(schema) ?? "{}";
    const draft = drafts.of(target);
    const run = runs.of(target);
    const off = whyOff(target);
    const output = outputSchema && toJson(outputSchema, 2);
    return {
      target,
      title,
      description,
      hints,
      schema: json.length > schemaLimit ? '{"type":"object"}' : json,
      ...(output !== undefined && output.length <= schemaLimit && { outputSchema: output }),
      completes: kind === "prompt" || kind === "template",
      ...(isChanged && { changed: changedText({ server }, { kind, name }) }),
      ...(off !== undefined && {
        off: message("callPage.off", "{why} You can still call it from here.", { why: off }),
      }),
      ...(draft !== undefined && { draft }),
      ...(run && { run }),
      history: runs.history(target),
      saved: savedOf(await saved.read(), target),
      canSave: saved.isThere,
    };
  };

  return {
    open,
    check: (target, args) => {
      drafts.keep(target, args);
      return mistakes(calledThing(hub, target).schema, args);
    },
    keepDraft: (target, args) => drafts.keep(target, args),
    complete: async ({ kind, server, name }, argument, value, others) => {
      const known = parseJson(others);
      const texts = Object.entries(isObject(known) ? known : {}).map(([one, its]) => [one, String(its)]);
      const of = kind === "prompt" ? { prompt: name } : { uriTemplate: name };
      const signal = AbortSignal.timeout(suggestMs);
      const ask = { server, caller: { door: "panel" }, byHand: true, signal } as const;
      return requests
        .complete({ ...ask, of: { of, argument, value, others: Object.fromEntries(texts) } })
        .catch(() => []); // a server that fails to complete proposes nothing
    },
    call: async (target, args) => {
      calledThing(hub, target); // what is gone is not called
      drafts.keep(target, args);
      runs.start(target, args);
      await recent.add(target);
    },
    cancel: (target) => runs.cancel(target),
    openPart: async (target, index) => {
      const result = runs.resultOf(target);
      const part = result && shownParts(result)[index];
      if (!part)
        throw new HubError(
          "result-expired",
          message("callPage.resultGone", "The hub no longer has this result. Call again."),
        );
      await parts.openPart(part, target.server);
    },
    save: async (target, name, text) => {
      const { args, leftOut } = withoutSecretValues(parseJson(text));
      const file = await saved.change((before) => withSavedCall(before, target, name, args));
      return { leftOut, saved: savedOf(file, target) };
    },
    removeSaved: async (target, name) =>
      savedOf(await saved.change((before) => withSavedCall(before, target, name, undefined)), target),
    forgetHistory: (target) => runs.forget(target),
    review: ({ server, name }) => parts.review(server, name),
    copy: (text) => parts.copy(text),
  };
}

function mistakes(schema: Readonly<Record<string, unknown>>, text: string): readonly CallMistake[] {
  let args: unknown;
  try {
    args = parseJson(text);
  } catch (error) {
    return [{ path: [], text: error instanceof Error ? error.message : String(error) }];
  }
  if (!isObject(args))
    return [{ path: [], text: message("callPage.noObject", "The arguments must be one JSON object.") }];
  return placedMistakes(schema, args);
}

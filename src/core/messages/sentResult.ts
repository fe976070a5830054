/** A result as its server sent it, before the hub corrected it: plain JSON; untrusted. */
export type SentResult = Readonly<Record<string, unknown>>;

/** A hidden property holds it: every call makes a result, and a `WeakMap` would keep each until a full collection of garbage. */
const original = Symbol("sent");

/**
 * Remembers what a result was made of, for as long as it is there. A layer that changes a result makes another one of it, which has no
 * original: what was left out does not come back.
 */
export const keepSentResult = <T extends object>(result: T, sent: SentResult): T =>
  Object.defineProperty(result, original, { value: sent, configurable: true });

/** What a result was made of; `undefined` for one that the hub made or changed. */
export const sentResult = (result: object): SentResult | undefined => Reflect.get(result, original);

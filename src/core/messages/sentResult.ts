/** A result as its server sent it, before the hub corrected it: plain JSON; untrusted. */
export type SentResult = Readonly<Record<string, unknown>>;

const originals = new WeakMap<object, SentResult>();

/**
 * Remembers what a result was made of, for as long as it is there. A layer that changes a result makes another one of it, which has no
 * original: what was left out does not come back.
 */
export function keepSentResult<T extends object>(result: T, sent: SentResult): T {
  originals.set(result, sent);
  return result;
}

/** What a result was made of; `undefined` for one that the hub made or changed. */
export const sentResult = (result: object): SentResult | undefined => originals.get(result);

import type { Clock } from "../../../core/kernel/clock";
import type { Answer } from "../answers/answer";

/** What is kept of the first request with a key. Without `answer` there was no room for it any more. */
interface Kept {
  /** Of the request: the same key with another one is a mistake. */
  readonly digest: string;
  readonly at: number;
  running?: Promise<Answer> | undefined;
  answer?: Answer | undefined;
}

/** The keys of one client, the oldest first. */
interface Keys {
  readonly byKey: Map<string, Kept>;
  /** Characters of all answers. */
  size: number;
}

export interface KeyLimits {
  /** How long an answer is kept, in milliseconds. */
  readonly keptMs: number;
  /** How many keys of one client are kept. */
  readonly keys: number;
  /** How many characters of answers are kept for one client; of older ones only the key is known from then on. */
  readonly characters: number;
}

const usual: KeyLimits = { keptMs: 24 * 60 * 60 * 1000, keys: 10_000, characters: 32 * 1024 * 1024 };

/** The first request with this key: `answer` is its own. `other`: the key was used for another request. `gone`: its answer is not kept. */
export type Keyed =
  | { readonly kind: "first" | "same"; readonly answer: Promise<Answer> }
  | { readonly kind: "other" | "gone" };

/**
 * Answers by the key that a client gives them (`Idempotency-Key`, draft-ietf-httpapi-idempotency-key-header): a request that is sent again
 * after its connection broke gets the answer of the first one, and no second call is made. In memory, and for each client apart.
 */
export class IdempotencyKeys {
  private readonly clients = new Map<string, Keys>();

  constructor(
    private readonly clock: Pick<Clock, "now">,
    private readonly limits: KeyLimits = usual,
  ) {}

  /** `start` makes the first request; it must not reject. An answer for which nothing was done is not kept. */
  answer(client: string, key: string, digest: string, start: () => Promise<Answer>): Keyed {
    const keys = this.keysOf(client);
    this.dropOld(keys);
    const kept = keys.byKey.get(key);
    if (!kept) return { kind: "first", answer: this.begin(keys, key, digest, start) };
    if (kept.digest !== digest) return { kind: "other" };
    if (kept.running) return { kind: "same", answer: kept.running };
    return kept.answer ? { kind: "same", answer: Promise.resolve(kept.answer) } : { kind: "gone" };
  }

  private begin(keys: Keys, key: string, digest: string, start: () => Promise<Answer>): Promise<Answer> {
    const kept: Kept = { digest, at: this.clock.now() };
    keys.byKey.set(key, kept);
    kept.running = start().then((answer) => {
      kept.running = undefined;
      if (keys.byKey.get(key) !== kept) return answer; // more keys than are kept came meanwhile
      if (answer.undone) keys.byKey.delete(key);
      else this.keep(keys, kept, answer);
      return answer;
    });
    return kept.running;
  }

  private keep(keys: Keys, kept: Kept, answer: Answer): void {
    kept.answer = answer;
    keys.size += answer.json.length;
    for (const one of keys.byKey.values()) {
      if (keys.size <= this.limits.characters) break;
      keys.size -= one.answer?.json.length ?? 0;
      one.answer = undefined;
    }
  }

  private keysOf(client: string): Keys {
    let keys = this.clients.get(client);
    if (!keys) {
      keys = { byKey: new Map(), size: 0 };
      this.clients.set(client, keys);
    }
    return keys;
  }

  private dropOld(keys: Keys): void {
    const now = this.clock.now();
    for (const [key, { at, running, answer }] of keys.byKey) {
      const isOld = now - at >= this.limits.keptMs && !running;
      if (!isOld && keys.byKey.size < this.limits.keys) break;
      keys.byKey.delete(key);
      keys.size -= answer?.json.length ?? 0;
    }
  }
}

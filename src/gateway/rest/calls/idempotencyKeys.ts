import type { Clock } from "../../../core/kernel/clock";
import type { Answer } from "../answers/answer";

/** What is kept of the first request with a key. Without `answer` there was no room for it anymore. */
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
  /** The same for all clients together, and how many of them are remembered: tokens signed elsewhere have no bound of their own. */
  readonly allCharacters: number;
  readonly clients: number;
}

const usual: KeyLimits = {
  keptMs: 24 * 60 * 60 * 1000,
  keys: 10_000,
  characters: 32 * 1024 * 1024,
  allCharacters: 256 * 1024 * 1024,
  clients: 1000,
};

/** The first request with this key: `answer` is its own. `other`: the key was used for another request. `gone`: its answer is not kept. */
export type Keyed =
  | { readonly kind: "first" | "same"; readonly answer: Promise<Answer> }
  | { readonly kind: "other" | "gone" };

/**
 * Answers by the key that a client gives them (`Idempotency-Key`, draft-ietf-httpapi-idempotency-key-header): a request that is sent again
 * after its connection broke gets the answer of the first one, and no second call is made. In memory, and for each client apart.
 */
export class IdempotencyKeys {
  /** In the order of their last request with a key. */
  private readonly clients = new Map<string, Keys>();
  /** Characters of all answers of all clients. */
  private size = 0;

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
    const { characters, allCharacters } = this.limits;
    kept.answer = answer;
    this.grow(keys, answer.json.length);
    this.dropAnswers(keys, () => keys.size > characters);
    for (const one of this.clients.values()) this.dropAnswers(one, () => this.size > allCharacters);
  }

  /** Lets go of answers, the oldest first, as long as they are too many. */
  private dropAnswers(keys: Keys, areTooMany: () => boolean): void {
    for (const one of keys.byKey.values()) {
      if (!areTooMany()) return;
      this.grow(keys, -(one.answer?.json.length ?? 0));
      one.answer = undefined;
    }
  }

  private grow(keys: Keys, characters: number): void {
    keys.size += characters;
    this.size += characters;
  }

  private keysOf(client: string): Keys {
    const keys = this.clients.get(client) ?? { byKey: new Map(), size: 0 };
    this.clients.delete(client);
    this.clients.set(client, keys);
    if (this.clients.size > this.limits.clients) this.dropClient();
    return keys;
  }

  /** Forgets the client that asked longest ago. */
  private dropClient(): void {
    for (const [client, keys] of this.clients) {
      this.grow(keys, -keys.size);
      keys.byKey.clear(); // what is still running for it is kept nowhere
      this.clients.delete(client);
      return;
    }
  }

  private dropOld(keys: Keys): void {
    const now = this.clock.now();
    for (const [key, { at, running, answer }] of keys.byKey) {
      const isOld = now - at >= this.limits.keptMs && !running;
      if (!isOld && keys.byKey.size < this.limits.keys) break;
      keys.byKey.delete(key);
      this.grow(keys, -(answer?.json.length ?? 0));
    }
  }
}

import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";

const limitMs = 30_000;

/**
 * Waits for what no event tells: asks again and again.
 *
 * @param what - What should come true, as the end of "Not within 30 s: …".
 * @param holds - Returns false as long as it does not; anything else is what `until` returns.
 */
export async function until<T>(what: string, holds: () => T | false | Promise<T | false>): Promise<T> {
  for (const deadline = Date.now() + limitMs; ; await delay(50)) {
    const value = await holds();
    if (value !== false) return value;
    assert.ok(Date.now() < deadline, `Not within ${limitMs / 1000} s: ${what}.`);
  }
}

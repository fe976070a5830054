import { minLength, secretForms } from "./secretForms";

/** The most values that are kept; the one that was resolved longest ago goes first. */
const valueLimit = 1000;

/** The factor of the rolling hash, and what its oldest character weighs. */
const base = 31;
const oldest = base ** (minLength - 1);

/**
 * The secrets that the hub has resolved, in memory alone. Finds them in a text in one pass, whatever their number: the hash of each six
 * characters says whether one can begin there.
 */
export class KnownSecrets {
  private readonly values = new Map<string, readonly string[]>();
  /** The forms by the hash of their first characters, the longest first; made when they are needed. */
  private index: Map<number, string[]> | undefined;
  /** Which hashes occur, by their low bits: nearly every place is dismissed by this alone. */
  private readonly filter = new Uint8Array(1 << 14);

  /** Takes values that must not leave the hub. Those of less than six characters are left out. */
  add(values: readonly string[]): void {
    for (const value of values) {
      if (value.trim().length < minLength) continue;
      const known = this.values.get(value);
      if (known)
        this.values.delete(value); // it becomes the latest
      else this.index = undefined;
      this.values.set(value, known ?? secretForms(value));
    }
    for (const first of this.values.keys()) {
      if (this.values.size <= valueLimit) break;
      this.values.delete(first);
      this.index = undefined;
    }
  }

  /** Forgets all of them. */
  clear(): void {
    this.values.clear();
    this.index = undefined;
  }

  /** The text with `mask` in place of each value. */
  masked(text: string, mask: string): string {
    if (this.values.size === 0 || text.length < minLength) return text;
    this.index ??= this.indexed();
    let masked = "";
    let copied = 0;
    let at = 0;
    let hash = hashAt(text, 0);
    while (at + minLength <= text.length) {
      const found = this.filter[hash & (this.filter.length - 1)] ? this.formAt(text, at, hash) : undefined;
      if (found !== undefined) {
        masked += text.slice(copied, at) + mask;
        at += found.length;
        copied = at;
        hash = hashAt(text, at);
        continue;
      }
      hash = (Math.imul(hash - Math.imul(text.charCodeAt(at), oldest), base) + text.charCodeAt(at + minLength)) | 0;
      at++;
    }
    return copied === 0 ? text : masked + text.slice(copied);
  }

  private formAt(text: string, at: number, hash: number): string | undefined {
    return this.index?.get(hash)?.find((form) => text.startsWith(form, at));
  }

  private indexed(): Map<number, string[]> {
    const index = new Map<number, string[]>();
    this.filter.fill(0);
    for (const form of new Set([...this.values.values()].flat())) {
      const hash = hashAt(form, 0);
      const same = index.get(hash);
      if (same) same.push(form);
      else index.set(hash, [form]);
      this.filter[hash & (this.filter.length - 1)] = 1;
    }
    for (const same of index.values()) same.sort((a, b) => b.length - a.length);
    return index;
  }
}

/** The hash of six characters; what is beyond the end of the text counts as nothing. */
function hashAt(text: string, at: number): number {
  let hash = 0;
  for (let n = at; n < at + minLength; n++)
    hash = (Math.imul(hash, base) + (n < text.length ? text.charCodeAt(n) : 0)) | 0;
  return hash;
}

/** Those of this process: what one server was given must not leave through the messages of another. */
export const knownSecrets = new KnownSecrets();

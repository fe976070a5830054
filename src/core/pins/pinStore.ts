import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { PinKind, PinReason } from "../../protocol/consentEvent";
import { isObject } from "../../protocol/isObject";
import { BoundedRecords } from "../kernel/boundedRecords";
import type { StateStore } from "../kernel/ports";

/** Bounds of what is kept: pins of one server, and characters of JSON of a text, of a server's texts, of all texts and of all pins. */
export const pinLimits = {
  pins: 2000,
  text: 64_000,
  textsOfServer: 300_000,
  texts: 1_000_000,
  all: 1_000_000,
} as const;

/** What is pinned: a tool or a prompt by its name, or the instructions, which have none. */
export interface PinSubject {
  readonly kind: PinKind;
  readonly name: string;
}

/** What a person, or a rule of the person, agreed to. */
export interface Pin {
  readonly digest: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly by: PinReason;
}

export interface NewPin extends PinSubject {
  readonly pin: Pin;
  /** What was agreed to, as canonical JSON without secrets. */
  readonly text?: string | undefined;
}

/** Whose pins they are: an entry of the settings by its digest, used with an account or with none. */
export const holderOf = (entryDigest: string, account: string | undefined): string =>
  account === undefined ? entryDigest : `${entryDigest}.${bytesToHex(sha256(utf8ToBytes(account))).slice(0, 16)}`;

/** The pins in a state store. What cannot be read pins nothing, and allows nothing either: a grant holds only for what is pinned. */
export class PinStore {
  private readonly pins: BoundedRecords;
  private readonly texts: BoundedRecords;

  constructor(store: StateStore, report: (error: unknown) => void) {
    this.pins = new BoundedRecords(store, "mcpHub.pins", pinLimits.all, report);
    this.texts = new BoundedRecords(store, "mcpHub.pinned", pinLimits.texts, report);
  }

  of(holder: string): ReadonlyMap<string, Pin> {
    return read(this.pins.get(holder));
  }

  get(holder: string, subject: PinSubject): Pin | undefined {
    return this.of(holder).get(subjectKey(subject));
  }

  /** What was pinned; `undefined` where it was too large to be kept. */
  text(holder: string, subject: PinSubject): string | undefined {
    const texts = this.texts.get(holder);
    const text = isObject(texts) && Object.hasOwn(texts, subjectKey(subject)) ? texts[subjectKey(subject)] : undefined;
    return typeof text === "string" ? text : undefined;
  }

  /** Adds or replaces pins. Past the bound nothing is added, so that no later pin displaces an earlier one. */
  put(holder: string, added: readonly NewPin[]): void {
    const pins = new Map(this.of(holder));
    const stored = this.texts.get(holder);
    const texts = new Map(Object.entries(isObject(stored) ? stored : {}));
    let size = [...texts.values()].reduce((sum: number, text) => sum + String(text).length, 0);
    for (const { pin, text, ...subject } of added) {
      const key = subjectKey(subject);
      if (!pins.has(key) && pins.size >= pinLimits.pins) continue;
      pins.set(key, pin);
      size -= String(texts.get(key) ?? "").length;
      texts.delete(key);
      if (text === undefined || text.length > pinLimits.text || size + text.length > pinLimits.textsOfServer) continue;
      texts.set(key, text);
      size += text.length;
    }
    this.pins.set(holder, Object.fromEntries([...pins].map(([key, { digest, at, by }]) => [key, [digest, at, by]])));
    this.texts.set(holder, texts.size > 0 ? Object.fromEntries(texts) : undefined);
  }

  /** Everything of an entry, with every account; the function puts it back, for this entry or for what it has become. */
  kept(entryDigest: string): (to: string) => void {
    const kept = [this.pins, this.texts].flatMap((records) =>
      this.holdersOf(records, entryDigest).map((id) => ({
        records,
        suffix: id.slice(entryDigest.length),
        value: records.get(id),
      })),
    );
    return (to) => {
      for (const { records, suffix, value } of kept) records.set(to + suffix, value);
    };
  }

  private holdersOf(records: BoundedRecords, entryDigest: string): readonly string[] {
    return records.ids().filter((id) => id === entryDigest || id.startsWith(`${entryDigest}.`));
  }

  /** Drops everything of an entry, with every account. */
  drop(entryDigest: string): void {
    for (const records of [this.pins, this.texts])
      for (const id of this.holdersOf(records, entryDigest)) records.set(id, undefined);
  }
}

/** A subject among the pins of a server. */
export const subjectKey = ({ kind, name }: PinSubject): string => `${kind}/${name}`;

export function subjectOf(key: string): PinSubject {
  const at = key.indexOf("/");
  const kind = kinds.find((one) => one === key.slice(0, at)) ?? "tool";
  return { kind, name: key.slice(at + 1) };
}

const kinds: readonly PinKind[] = ["tool", "prompt", "instructions"];
const reasons: readonly PinReason[] = ["question", "person", "rule", "review"];

/** Each value is read once: every call asks. */
function read(stored: unknown): ReadonlyMap<string, Pin> {
  if (!isObject(stored)) return none;
  const before = known.get(stored);
  if (before) return before;
  const pins = new Map(
    Object.entries(stored).flatMap(([key, value]): [string, Pin][] => {
      const [digest, at, by]: readonly unknown[] = Array.isArray(value) ? value : [];
      const reason = reasons.find((one) => one === by);
      return typeof digest === "string" && typeof at === "number" && reason ? [[key, { digest, at, by: reason }]] : [];
    }),
  );
  known.set(stored, pins);
  return pins;
}

const none: ReadonlyMap<string, Pin> = new Map();
const known = new WeakMap<object, ReadonlyMap<string, Pin>>();

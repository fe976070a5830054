import { createHash } from "node:crypto";
import { type AsSent, keepAsSent, pinnedPart } from "../../core/catalog/asSent";
import { canonicalText } from "../../core/kernel/canonicalJson";
import { isObject } from "../../protocol/isObject";
import { defined } from "./fields";
import { type Meta, ownPrefix } from "./normalizeMeta";

/** Under this name an entry of a list, or a result, carries what its server sent, past the SDK's client. */
const asSentKey = `${ownPrefix}as-sent`;

/** Hands on what was sent with what was made of it; `undefined` where an entry of a list is left out. */
export type Carry = (sent: unknown, corrected: { readonly _meta?: Meta | undefined } | undefined) => unknown;

/** Puts what was sent into the `_meta` of what was made of it. */
export const carrySent: Carry = (sent, corrected) =>
  corrected && isObject(sent) ? { ...corrected, _meta: { ...corrected._meta, [asSentKey]: sent } } : corrected;

/** What was sent, out of the `_meta` where it was carried, and what else is there. */
export function takeSent(meta: Meta | undefined): { readonly sent?: AsSent; readonly own?: Meta } {
  const { [asSentKey]: sent, ...own } = meta ?? {};
  return { ...(isObject(sent) && { sent }), ...(Object.keys(own).length > 0 && { own }) };
}

/** An entry of a list without what its `_meta` carried, which it is known to be made of. */
export function sentEntry<T extends object>(entry: T, meta: Meta | undefined): T {
  const { sent, own } = takeSent(meta);
  const made = defined({ ...entry, ...(own && { meta: own }) });
  return sent ? keepAsSent(made, sent) : made;
}

/** An entry that can be pinned, with the digest of what its server sent. */
export function pinnedEntry<T extends object>(kind: "tool" | "prompt", entry: T, meta: Meta | undefined): T {
  const { sent } = takeSent(meta);
  return sentEntry(sent ? { ...entry, digest: digestOf(pinnedPart(kind, sent)) } : entry, meta);
}

/** The SHA-256, in hexadecimal, of a value's canonical JSON (RFC 8785). */
export const digestOf = (value: unknown): string => createHash("sha256").update(canonicalText(value)).digest("hex");

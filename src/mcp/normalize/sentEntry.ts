import { createHash } from "node:crypto";
import { keepAsSent, pinnedPart } from "../../core/catalog/asSent";
import { canonicalText } from "../../core/kernel/canonicalJson";
import { isObject } from "../../protocol/isObject";
import { defined } from "./fields";
import { type Meta, ownPrefix } from "./normalizeMeta";

/** Under this name an entry of a list carries what its server sent, past the SDK's client. */
const asSentKey = `${ownPrefix}as-sent`;

/** Hands on an entry of a list, as it was sent and as it was corrected; `undefined` where it is left out. */
export type Carry = (
  kind: "tool" | "prompt",
  sent: unknown,
  corrected: { readonly _meta?: Meta | undefined } | undefined,
) => unknown;

/** Puts what was sent into the entry's `_meta`. */
export const carrySent: Carry = (kind, sent, corrected) =>
  corrected && isObject(sent)
    ? { ...corrected, _meta: { ...corrected._meta, [asSentKey]: pinnedPart(kind, sent) } }
    : corrected;

/** An entry of a list with the digest of what its server sent, which comes in its `_meta` and does not stay there. */
export function sentEntry<T extends object>(entry: T, meta: Meta | undefined) {
  const { [asSentKey]: sent, ...rest } = meta ?? {};
  const own = Object.keys(rest).length > 0 ? { meta: rest } : {};
  if (!isObject(sent)) return { ...entry, ...own };
  return keepAsSent(defined({ ...entry, ...own, digest: digestOf(sent) }), sent);
}

/** The SHA-256, in hexadecimal, of a value's canonical JSON (RFC 8785). */
export const digestOf = (value: unknown): string => createHash("sha256").update(canonicalText(value)).digest("hex");

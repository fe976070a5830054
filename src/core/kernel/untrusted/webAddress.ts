import { message } from "../../../protocol/message";

/** Longer addresses are refused, in characters. */
const maxLength = 8192;

/**
 * White space at an end and other than a plain space, control characters, and marks that cannot be seen: they make one address look like
 * another. A plain space within is a mistake that people make, and every parser reads it as `%20`.
 */
const unseen = /[^\S ]|^ | $|[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u;

/** An address of the web that a person may be sent to, or why it is not one, as the end of a sentence. */
export type WebAddress = { readonly href: string } | { readonly problem: string };

/**
 * Reads an address that a server names. `href` is the address as every parser reads it, so that the host that a person is shown is the
 * host that a browser opens: `https://a.example\@b.example` is two hosts to two parsers (WHATWG URL, section 4.4; RFC 3986, section 3.2).
 */
export function webAddress(text: string): WebAddress {
  if (text.length > maxLength) return { problem: message("address.long", "is too long") };
  if (unseen.test(text)) return { problem: message("address.unseen", "contains characters that cannot be seen") };
  if (text.includes("\\")) return { problem: message("address.backslash", "contains a backslash") };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:") || !/^https?:\/\/[^/]/i.test(text))
    return { problem: message("address.notWeb", "is not a web address") };
  // An empty user name too: the text has it, and `href` would not.
  const authority = /^https?:\/\/([^/?#]*)/i.exec(text)?.[1] ?? "";
  if (url.username !== "" || url.password !== "" || authority.includes("@"))
    return { problem: message("address.userInfo", "contains a user name") };
  return { href: url.href };
}

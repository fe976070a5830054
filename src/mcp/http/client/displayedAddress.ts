import { message } from "../../../protocol/message";

/** The parts of an address: what stands before its host, its host and path, and the rest. */
const address = /^([a-z][a-z\d+.-]*:\/\/)?(?:[^/?#@]*@)*([^?#]*)/i;

/**
 * An address as it may be displayed and logged: as it was written, without credentials, query and fragment, which may hold secrets.
 */
export function displayedAddress(url: string | URL): string {
  const [, scheme = "", rest = ""] = address.exec(String(url)) ?? [];
  return `${scheme}${rest}`;
}

/** A text in which every address may be displayed: error messages often quote whole addresses. */
export const withDisplayedAddresses = (text: string): string =>
  text.replace(/\b(?:https?|wss?):\/\/[^\s"'<>]+/gi, (url) =>
    URL.canParse(url) ? displayedAddress(url) : message("network.anAddress", "(an address)"),
  );

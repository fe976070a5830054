import { message } from "../../../protocol/message";
/** An address as it may be displayed and logged: without credentials, query and fragment, which may hold secrets. */
export function displayedAddress(url: string | URL): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

/** A text in which every address may be displayed: error messages often quote whole addresses. */
export const withDisplayedAddresses = (text: string): string =>
  text.replace(/\bhttps?:\/\/[^\s"'<>]+/gi, (url) =>
    URL.canParse(url) ? displayedAddress(url) : message("network.anAddress", "(an address)"),
  );

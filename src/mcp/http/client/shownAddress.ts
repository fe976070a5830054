/** An address as it may be shown and logged: without credentials, query and fragment, which may hold secrets. */
export function shownAddress(url: string | URL): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

/** A text in which every address is one that may be shown: failures like to quote the whole of it. */
export const withShownAddresses = (text: string): string =>
  text.replace(/\bhttps?:\/\/[^\s"'<>]+/gi, (url) => (URL.canParse(url) ? shownAddress(url) : "(an address)"));

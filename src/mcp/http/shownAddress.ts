/** An address as it may be shown and logged: without credentials, query and fragment, which may hold secrets. */
export function shownAddress(url: string | URL): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

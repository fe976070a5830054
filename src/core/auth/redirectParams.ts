/**
 * What came back in the query of an address that the editor has handed over. The editor may have decoded it once already (on the desktop
 * it has, in a browser not), so that a plus sign may be itself: it stays, but in words for people, where it stands for a space. `%` is
 * read once more: no code, state or issuer holds one.
 */
export function redirectParams(query: string): URLSearchParams {
  const params = new URLSearchParams(query.replaceAll("+", "%2B"));
  const words = params.get("error_description");
  if (words !== null) params.set("error_description", words.replaceAll("+", " "));
  return params;
}

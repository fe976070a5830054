/** The text in pieces: those with an odd index are what was searched for, without regard to case. */
export function searchParts(text: string, search: string): string[] {
  const haystack = text.toLowerCase();
  const needle = search.toLowerCase();
  // Some letters change their length in lower case: the places found would be wrong in the text itself.
  if (needle === "" || haystack.length !== text.length) return [text];
  const parts: string[] = [];
  let from = 0;
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, from)) {
    parts.push(text.slice(from, at), text.slice(at, at + needle.length));
    from = at + needle.length;
  }
  return [...parts, text.slice(from)];
}

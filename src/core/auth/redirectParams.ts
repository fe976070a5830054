/**
 * The parameters in the query of an address that the editor passed on. The editor may already have decoded it once (it has on the desktop,
 * but not in a browser), so a plus sign may stand for itself. It is kept, except in the description for people, where it means a space.
 * `%` is decoded once more, because a code, state or issuer never contains one.
 */
export function redirectParams(query: string): URLSearchParams {
  const params = new URLSearchParams(query.replaceAll("+", "%2B"));
  const description = params.get("error_description");
  if (description !== null) params.set("error_description", description.replaceAll("+", " "));
  return params;
}

/** Why an address cannot be a server's, as a sentence that does not hold the address; `undefined` for a good one. */
export function urlProblem(address: string): string | undefined {
  if (!URL.canParse(address)) return '"url" is not an address. Write one such as "https://example.com/mcp".';
  const { protocol, username, password } = new URL(address);
  if (protocol !== "http:" && protocol !== "https:")
    return `"url" begins with "${protocol}". Write an address that begins with http:// or https://.`;
  if (username || password)
    return '"url" holds a user name or a password, which HTTP clients refuse. Send them in "headers", for example {"Authorization": "Basic ${input:credentials}"}.';
  return undefined;
}

/** Issuers are compared as text, except for one slash at the end, which the parsing of addresses adds. */
export const isSameIssuer = (one: string, other: string): boolean =>
  one.replace(/\/$/, "") === other.replace(/\/$/, "");

/**
 * Whether an address fits an issuer that stands for several tenants, as Microsoft Entra's `https://host/{tenantid}/v2.0` does: the same host,
 * and one segment of the path for each name in braces.
 */
export function isTenantOf(address: string, template: string): boolean {
  const slashes = (text: string) => text.replace(/\/$/, "").split("/");
  const [given, wanted] = [slashes(address), slashes(template)];
  return (
    given.length === wanted.length &&
    wanted.some((part) => isTenantName(part)) &&
    wanted.every((part, index) => part === given[index] || (index > 2 && isTenantName(part) && given[index] !== ""))
  );
}

const isTenantName = (part: string): boolean => /^\{\w+\}$/.test(part);

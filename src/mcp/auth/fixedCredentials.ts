import type { AuthOf } from "../../core/auth/authConfig";
import type { Authorization, OutgoingRequest } from "../../core/auth/authorization";

/** A value that is the same for every request: there is nothing better to send after a refusal. */
const fixed = (name: string, value: string): Authorization => ({
  credentials: async () => ({ headers: { [name.toLowerCase()]: value } }),
  refused: async () => false,
  secrets: () => [value, value.replace(/^\S+ /, "")],
});

/** A token that the person has (RFC 6750, section 2.1), such as a personal access token. */
export const bearer = ({ token, scheme = "Bearer" }: Omit<AuthOf<"bearer">, "type">): Authorization =>
  fixed("authorization", `${scheme} ${token}`);

/** A user name and a password (RFC 7617), in UTF-8. */
export const basic = ({ username, password }: Omit<AuthOf<"basic">, "type">): Authorization =>
  fixed("authorization", `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}`);

/** A key in a header, or in the query of the address. */
export function apiKey({ header, query, value }: Omit<AuthOf<"api-key">, "type">): Authorization {
  if (query === undefined) return fixed(header ?? "X-API-Key", value);
  return {
    credentials: async ({ url }: OutgoingRequest) => {
      const keyed = new URL(url);
      keyed.searchParams.set(query, value);
      const inHeader: Record<string, string> = header === undefined ? {} : { [header.toLowerCase()]: value };
      return { headers: inHeader, url: keyed };
    },
    refused: async () => false,
    // As it stands in the address, and as others write it who build one out of it.
    secrets: () => [inForm(value), encodeURIComponent(value)],
  };
}

/** A value as the query of an address carries it: form encoding (URL standard, section 5.2), which writes more characters anew than URIs need. */
const inForm = (value: string): string => new URLSearchParams([["", value]]).toString().slice(1);

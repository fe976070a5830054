import type { SignIns } from "./core/auth/signIns";
import type { OpenLink } from "./core/connection/link";
import { type AuthorizationParts, Authorizations } from "./mcp/auth/authorizations";
import { ServerSignIns, type SignInParts } from "./mcp/auth/serverSignIns";
import { type OpenLinkPorts, openLink } from "./mcp/openLink";

export interface LinkParts {
  readonly authorization: AuthorizationParts;
  readonly signIns: Omit<SignInParts, "authorizations">;
  readonly link: (authorize: Authorizations["of"]) => OpenLinkPorts;
}

/** Puts together what reaches servers: the links to them, and the sign-ins that these need. It brings the SDK along. */
export function composeLinks({ authorization, signIns, link }: LinkParts): { open: OpenLink; signIns: SignIns } {
  const authorizations = new Authorizations(authorization);
  return { open: openLink(link(authorizations.of)), signIns: new ServerSignIns({ ...signIns, authorizations }) };
}

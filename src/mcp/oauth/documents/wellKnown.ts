const resourceName = "oauth-protected-resource";
const serverName = "oauth-authorization-server";
const openIdName = "openid-configuration";

/** Where the metadata of a server may lie, in order: where its refusal said, below its own path, at its root (RFC 9728, section 3). */
export function resourcePlaces(server: URL, named: URL | undefined): readonly URL[] {
  const below = new URL(`/.well-known/${resourceName}${pathOf(server)}`, server);
  below.search = server.search;
  const places = [...(named ? [named] : []), below, new URL(`/.well-known/${resourceName}`, server)];
  return distinct(places);
}

/**
 * Where the metadata of an authorization server may lie, in order: RFC 8414, section 3, then OpenID Connect with the path after the
 * well-known name and before it (specification, authorization server metadata discovery).
 */
export function serverPlaces(issuer: URL): readonly URL[] {
  const path = pathOf(issuer);
  const places = [`/.well-known/${serverName}${path}`, `/.well-known/${openIdName}${path}`];
  if (path !== "") places.push(`${path}/.well-known/${openIdName}`);
  return places.map((place) => new URL(place, issuer.origin));
}

const pathOf = ({ pathname }: URL): string => pathname.replace(/\/$/, "");

const distinct = (places: readonly URL[]): readonly URL[] => [
  ...new Map(places.map((place) => [place.href, place])).values(),
];

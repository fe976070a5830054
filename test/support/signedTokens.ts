// Signed tokens (JWT) made by hand: the library that checks them must not be the one that makes them.
import { createHmac, type KeyObject, sign } from "node:crypto";

export const secret = "a secret of at least thirty-two bytes";

export const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
export const parts = (header: object, claims: object) => `${encoded(header)}.${encoded(claims)}`;
export const hs256 = (claims: object, key: string | Buffer = secret, header: object = { alg: "HS256", typ: "JWT" }) => {
  const text = parts(header, claims);
  return `${text}.${createHmac("sha256", key).update(text).digest("base64url")}`;
};
export const rs256 = (claims: object, key: KeyObject, header: object = {}) => {
  const text = parts({ alg: "RS256", ...header }, claims);
  return `${text}.${sign("sha256", Buffer.from(text), key).toString("base64url")}`;
};
export const es256 = (claims: object, key: KeyObject, header: object = {}) => {
  const text = parts({ alg: "ES256", ...header }, claims);
  return `${text}.${sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
};

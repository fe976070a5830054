/** What OpenSSL says of an answer that is not TLS. */
const noTls = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNKNOWN_PROTOCOL|RECORD_LAYER/i;

/** What it says where the server asks for a certificate of the client, and refuses the one it got. */
const clientCertificate = /CERTIFICATE_REQUIRED|ALERT_(?:BAD|UNKNOWN|NO)_CERTIFICATE|HANDSHAKE_FAILURE/i;

/** What a failure is about, by the name of the system's error and its words; `undefined` where it is not about TLS. */
export function tlsTrouble(code: string, reason: string): "no-tls" | "client-certificate" | "other" | undefined {
  if (!/CERT|SSL|TLS|SIGNATURE|SELF_SIGNED|^EPROTO$/.test(code)) return undefined;
  const words = `${code} ${reason}`.replaceAll(" ", "_");
  if (noTls.test(words)) return "no-tls";
  return clientCertificate.test(words) ? "client-certificate" : "other";
}

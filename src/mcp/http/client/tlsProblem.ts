import { tlsTrouble } from "../../../core/connection/tlsWords";
import { message } from "../../../protocol/message";

/** Why a connection over TLS failed, with the next step, for a person; `undefined` where it is not about TLS. */
export function tlsProblem(server: string, host: string, code: string, reason: string): string | undefined {
  const trouble = tlsTrouble(code, reason);
  if (trouble === undefined) return undefined;
  const values = { server, host, code };
  if (trouble === "no-tls")
    return message(
      "network.noTls",
      '"{server}" cannot be reached: {host} does not speak TLS, which "https" and "wss" require. Write "http" or "ws" into "url" in the settings, or correct the port.',
      values,
    );
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID")
    return message(
      "network.certificateName",
      '"{server}" cannot be reached: the certificate of {host} is for another name. Correct "url" in the settings, or the certificate of the server.',
      values,
    );
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID")
    return message(
      "network.certificateTime",
      '"{server}" cannot be reached: the certificate of {host} is not trusted ({code}), because it has expired or is not valid yet. Check the clock of this machine, or ask the operator of the server for a new certificate.',
      values,
    );
  if (trouble === "client-certificate")
    return message(
      "network.clientCertificate",
      '"{server}" cannot be reached: {host} refused the TLS connection. If it asks for a certificate, set "tls" of the server with "certFile" and "keyFile".',
      values,
    );
  if (code === "EPROTO" || code.startsWith("ERR_SSL"))
    return message(
      "network.tlsFailed",
      '"{server}" cannot be reached: the TLS connection to {host} failed ({code}). Check "url" and "tls" of the server in the settings.',
      values,
    );
  return message(
    "network.certificate",
    '"{server}" cannot be reached: the certificate of {host} is not trusted ({code}). If its authority is your own, set "tls.caFile" of the server, or "mcpHub.caFile" for all servers; otherwise correct the certificate of the server.',
    values,
  );
}

import { readFileSync } from "node:fs";
import { rootCertificates, type SecureContextOptions } from "node:tls";
import type { TlsConfig } from "../../core/auth/authConfig";
import { HubError } from "../../core/hubError";

/** What the files of an entry's `tls` say to Node. Own authorities count beside the ones that Node knows. Throws `bad-config`. */
export function tlsFiles(server: string, config: TlsConfig): SecureContextOptions {
  const { caFile, certFile, keyFile, passphrase } = config;
  const read = (key: keyof TlsConfig, file: string): string => {
    try {
      return readFileSync(file, "utf8");
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "error";
      throw new HubError("bad-config", `Server "${server}": "tls.${key}" cannot be read (${code}). Correct ${file}.`, {
        cause: error,
      });
    }
  };
  return {
    ...(caFile !== undefined && { ca: [...rootCertificates, read("caFile", caFile)] }),
    ...(certFile !== undefined && { cert: read("certFile", certFile) }),
    ...(keyFile !== undefined && { key: read("keyFile", keyFile) }),
    ...(passphrase !== undefined && { passphrase }),
  };
}

import { readFileSync } from "node:fs";
import * as tls from "node:tls";
import type { TlsConfig } from "../../../core/config/schema/authConfig";
import { HubError } from "../../../core/kernel/hubError";

/**
 * What the files of an entry's `tls`, and of the setting `mcpHub.caFile`, say to Node; `undefined` where there are none. Own authorities
 * count beside those that the system and Node know. Throws `bad-config`.
 */
export function tlsFiles(
  server: string,
  config: TlsConfig | undefined,
  caFile: string | undefined,
): tls.SecureContextOptions | undefined {
  const own = (name: keyof TlsConfig): string | undefined => {
    const file = config?.[name];
    return file === undefined ? undefined : read(file, `Server "${server}": "tls.${name}"`);
  };
  const more = caFile ? read(caFile, `Server "${server}": the file of the setting "mcpHub.caFile"`) : undefined;
  const authorities = [more, own("caFile")].filter((text) => text !== undefined);
  const [cert, key, passphrase] = [own("certFile"), own("keyFile"), config?.passphrase];
  const files = {
    ...(authorities.length > 0 && { ca: [...known(), ...authorities] }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(passphrase !== undefined && { passphrase }),
  };
  return Object.keys(files).length > 0 ? files : undefined;
}

/** Node before 22.15 names only the authorities that came with it. */
function known(): readonly string[] {
  const read: unknown = Reflect.get(tls, "getCACertificates");
  return typeof read === "function" ? [...new Set([...read("default"), ...read("system")])] : tls.rootCertificates;
}

function read(file: string, what: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "error";
    throw new HubError("bad-config", `${what} cannot be read (${code}). Correct ${file}.`, { cause: error });
  }
}

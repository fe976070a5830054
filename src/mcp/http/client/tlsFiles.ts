import { readFileSync } from "node:fs";
import * as tls from "node:tls";
import type { TlsConfig } from "../../../core/config/schema/authConfig";
import { HubError } from "../../../core/kernel/hubError";
import { message } from "../../../protocol/message";

/**
 * The files of an entry's `tls`, and of the setting `mcpHub.caFile`, as TLS options; `undefined` where there are none. Their authorities
 * count in addition to those that the system and Node know. Throws `bad-config`.
 */
export function tlsFiles(
  server: string,
  config: TlsConfig | undefined,
  caFile: string | undefined,
): tls.SecureContextOptions | undefined {
  const own = (name: keyof TlsConfig): string | undefined => {
    const file = config?.[name];
    return file === undefined
      ? undefined
      : read(file, (code) =>
          message("tls.unreadable", 'Server "{server}": "tls.{name}" cannot be read ({code}). Correct {file}.', {
            server,
            name,
            code,
            file,
          }),
        );
  };
  const shared = caFile
    ? read(caFile, (code) =>
        message(
          "tls.unreadableSetting",
          'Server "{server}": the file of the setting "mcpHub.caFile" cannot be read ({code}). Correct {file}.',
          { server, code, file: caFile },
        ),
      )
    : undefined;
  const authorities = [shared, own("caFile")].filter((text) => text !== undefined);
  const [cert, key, passphrase] = [own("certFile"), own("keyFile"), config?.passphrase];
  const files = {
    ...(authorities.length > 0 && { ca: [...known(), ...authorities] }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(passphrase !== undefined && { passphrase }),
  };
  return Object.keys(files).length > 0 ? files : undefined;
}

/** The known authorities. Node before 22.15 lists only those that came with it. */
function known(): readonly string[] {
  const read: unknown = Reflect.get(tls, "getCACertificates");
  return typeof read === "function" ? [...new Set([...read("default"), ...read("system")])] : tls.rootCertificates;
}

function read(file: string, problem: (code: string) => string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "error";
    throw new HubError("bad-config", problem(code), { cause: error });
  }
}

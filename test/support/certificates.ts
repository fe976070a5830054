import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Certificates are made by openssl: Node can read them, not make them. */
export const hasOpenssl = (() => {
  try {
    return execFileSync("openssl", ["version"], { encoding: "utf8" }) !== "";
  } catch {
    return false;
  }
})();

export interface Certificates {
  /** The full path of a file, such as `server.pem` or `server.key`. */
  file(name: string): string;
  remove(): void;
}

/** `server`, which is 127.0.0.1 and mcp.test, and `client`: each signed by itself, with its key. */
export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), "hub-tls-"));
  const make = (name: string, more: string[]) => {
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-keyout", `${name}.key`, "-nodes"];
    const args = ["req", "-x509", ...key, "-out", `${name}.pem`, "-days", "2", "-subj", `/CN=${name}`, ...more];
    execFileSync("openssl", args, { cwd: folder, stdio: "ignore" });
  };
  make("server", ["-addext", "subjectAltName=IP:127.0.0.1,DNS:mcp.test"]);
  make("client", []);
  return {
    file: (name) => join(folder, name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

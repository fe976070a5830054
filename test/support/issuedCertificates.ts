import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Certificates of one authority, as a company has one, that no machine knows. */
export interface IssuedCertificates {
  /** The file with the certificate of the authority. */
  readonly authority: string;
  /** A certificate and its key, for a server. `days`: how long it holds; below zero, it has expired. `chain`: the authority comes with it. */
  issue(name: string, days?: number, chain?: boolean): { readonly cert: string; readonly key: string };
  remove(): void;
}

/** Made by openssl, for the address 127.0.0.1 unless the name is another one. */
export function issuedCertificates(): IssuedCertificates {
  const folder = mkdtempSync(join(tmpdir(), "hub-authority-"));
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "ignore" });
  const key = (name: string) => ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-keyout", name, "-nodes"];
  const own = ["-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign"];
  openssl("req", "-x509", ...key("ca.key"), "-out", "ca.pem", "-days", "2", "-subj", "/CN=Example Corp CA", ...own);
  const text = (name: string) => readFileSync(join(folder, name), "utf8");
  let made = 0;
  return {
    authority: join(folder, "ca.pem"),
    issue(name, days = 2, chain = false) {
      const file = `leaf${++made}`;
      openssl("req", ...key(`${file}.key`), "-out", `${file}.csr`, "-subj", `/CN=${name}`);
      const names = /^[\d.]+$/.test(name) ? `IP:${name}` : `DNS:${name}`;
      writeFileSync(join(folder, `${file}.cnf`), `subjectAltName=${names}\n`);
      const by = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", `${file}.cnf`];
      openssl("x509", "-req", "-in", `${file}.csr`, ...by, "-days", String(days), "-out", `${file}.pem`);
      return { cert: text(`${file}.pem`) + (chain ? text("ca.pem") : ""), key: text(`${file}.key`) };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

import type { ServerId } from "../../protocol/hubEvent";
import type { FindingCode } from "./findingCodes";

/** A value of an entry, by its path in the entry; `undefined` takes its key out. */
export interface EntryChange {
  readonly path: readonly [key: string, ...below: string[]];
  readonly value: unknown;
}

/** A command of the hub, or of the editor, that is the way out of a finding. */
export type FixCommand =
  | "sign-in"
  | "trust-workspace"
  | "review"
  | "set-secret"
  | "restart"
  | "settings"
  | "log"
  | "proxy-settings";

/** A certificate that a person may decide to trust. */
export interface OfferedCertificate {
  /** Who it names, such as `mcp.example.com`; untrusted. */
  readonly subject: string;
  /** The SHA-256 of the certificate, as other programs show it (`AB:CD:…`). */
  readonly fingerprint: string;
  readonly pem: string;
}

/** What makes the server work, or leads there. `label` says it in a few words. */
export type Fix =
  | { readonly kind: "change"; readonly label: string; readonly changes: readonly EntryChange[] }
  /** The certificate is kept in a file, which `tls.caFile` of the entry names. */
  | { readonly kind: "trust-certificate"; readonly label: string; readonly certificate: OfferedCertificate }
  | { readonly kind: "command"; readonly label: string; readonly command: FixCommand };

/** Why a server does not work, or what is not as it should be. */
export interface Finding {
  readonly code: FindingCode;
  /** `problem`: the server does not work. `warning`: it works. */
  readonly severity: "problem" | "warning";
  /** What happened, and the next step; without secrets. */
  readonly sentence: string;
  readonly fix?: Fix;
}

/** What was found out about one server. */
export interface Diagnosis {
  readonly server: ServerId;
  readonly findings: readonly Finding[];
  /** How many tools it offers; missing where it could not be asked. */
  readonly tools?: number;
}

import type { StartStep } from "../../protocol/connectionState";
import type { HubErrorCode } from "../../protocol/hubErrorCode";
import type { ServerId } from "../../protocol/hubEvent";
import type { Catalog } from "../catalog/catalog";
import type { LaunchPlan } from "../config/plan/launchPlan";
import type { LaunchConfig } from "../config/schema/serverDefinition";
import type { OfferedCertificate } from "./finding";

/** What a failure says beside its sentence: what happened below the hub. */
export interface FailureFacts {
  /** The name of the innermost error of the system, such as `ENOENT` or `CERT_HAS_EXPIRED`. */
  readonly system?: string;
  /** What that error says, such as OpenSSL's words. */
  readonly words?: string;
  /** How the program ended: with a code, or by a signal. */
  readonly exit?: { readonly code: number | null; readonly signal: string | null };
  /** The environment variable that the program's own output says is missing. */
  readonly variable?: string;
  /** The HTTP status of a refusal. */
  readonly status?: number;
  /** Both sides spoke, and could not agree on a revision. */
  readonly isAboutRevision?: boolean;
  /** What answered is not of a kind that MCP has, such as `text/html`. */
  readonly contentType?: string;
}

export interface Failure extends FailureFacts {
  readonly code: HubErrorCode;
  /** The failure's own sentence. */
  readonly message: string;
}

/** One attempt to connect: how it ended, and what was heard meanwhile. */
export interface Attempt {
  /** Missing where the server is ready. */
  readonly failure?: Failure;
  readonly catalog?: Catalog;
  /** The lines of the program's output, oldest first; untrusted. */
  readonly said: readonly string[];
  /** The program wrote text to standard output that is not a message. */
  readonly strayed: boolean;
  /** What the attempt waited for last. */
  readonly step: StartStep;
  readonly limitMs: number;
}

/** A program that was found where the PATH does not lead. */
export interface FoundProgram {
  readonly file: string;
  /** Who put it there, such as `nvm`. */
  readonly manager: string;
}

/** What a file is, by its first bytes. */
export type FileKind =
  | { readonly kind: "binary"; readonly system: "linux" | "darwin" | "win32"; readonly processors: readonly string[] }
  /** `interpreter`: the program that its first line names, `node` for `#!/usr/bin/env node`. */
  | { readonly kind: "text"; readonly interpreter?: string }
  | { readonly kind: "other" };

/** What was found out about the program of an entry. */
export interface ProgramFacts {
  /** The file that is run; missing where there is none. */
  readonly file?: string;
  readonly fileKind?: FileKind;
  readonly isFolder?: boolean;
  /** Whether the folder exists that it is to start in. */
  readonly hasFolder: boolean;
  /** The program that is missing: the entry's own, or what its script needs. */
  readonly missing?: string;
  /** Where else the missing program is. */
  readonly elsewhere: readonly FoundProgram[];
}

/** How an address answered one request. */
export interface HttpAnswer {
  readonly status: number;
  readonly contentType?: string;
  readonly location?: string;
  /** The beginning of the body; untrusted. */
  readonly body: string;
  /** Whether it is a message of MCP. */
  readonly isMcp: boolean;
}

/** What was found out about the address of an entry. */
export interface AddressFacts {
  readonly answer?: HttpAnswer;
  /** The proxy that leads to it, as it may be displayed. */
  readonly proxy?: string;
  /** Whether this machine has an address of its own in any network. */
  readonly hasNetwork: boolean;
  /** An address on the same host that speaks MCP. */
  readonly better?: string;
  /** The certificate that would have to be trusted. */
  readonly certificate?: OfferedCertificate;
  /** The port speaks the other one of http and https. */
  readonly otherScheme?: boolean;
}

/** Where the hub runs. */
export interface Surroundings {
  readonly platform: string;
  /** The processor, as Node names it (`x64`, `arm64`). */
  readonly processor: string;
  /** The kind of the remote window, such as `ssh-remote` or `dev-container`; missing where the hub runs at the person's own machine. */
  readonly remote?: string | undefined;
}

/** Everything that findings are decided from. */
export interface Evidence {
  readonly server: ServerId;
  readonly enabled: boolean;
  /** The entry as it is written; missing where it is invalid. */
  readonly config?: LaunchConfig;
  /** A workspace's entry may not set every variable. */
  readonly isFromWorkspace: boolean;
  readonly plan?: LaunchPlan;
  readonly attempt?: Attempt;
  readonly program?: ProgramFacts;
  readonly address?: AddressFacts;
  readonly surroundings: Surroundings;
}

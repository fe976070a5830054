import { message } from "../../protocol/message";
import { wrongUsage } from "../wrongUsage";

/** `mcp-client-hub import [--from APP|FILE] [--config FILE] [--write]`. */
export interface ImportCommand {
  readonly kind: "import";
  /** An app or a file; the person's own files of all apps where it is missing. */
  readonly from: string | undefined;
  readonly config: string | undefined;
  /** Adds what is new to the configuration file; without it, nothing is written. */
  readonly write: boolean;
  readonly json: boolean;
}

/** The command, of what was written. Throws `bad-config` with one sentence where that is wrong. */
export function importCommand(
  [extra]: readonly string[],
  { from, config, write = false }: Readonly<Partial<Record<"from" | "config", string>>> & { readonly write?: boolean },
  json: boolean,
): ImportCommand {
  if (extra !== undefined)
    throw wrongUsage(
      message("importCommand.extra", 'import takes --from APP or --from FILE; remove "{operand}".', { operand: extra }),
    );
  if (write && config === undefined)
    throw wrongUsage(message("importCommand.noConfig", "--write needs --config FILE, the file that gets the servers."));
  return { kind: "import", from, config, write, json };
}

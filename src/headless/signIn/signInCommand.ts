import { message } from "../../protocol/message";
import { wrongUsage } from "../wrongUsage";

/** `mcp-client-hub sign-in SERVER` and `mcp-client-hub sign-out SERVER`. */
export interface SignInCommand {
  readonly kind: "sign-in" | "sign-out";
  readonly server: string;
  readonly config: string;
  /** By a code that is entered on any device, instead of in the browser of this machine. */
  readonly device: boolean;
  readonly json: boolean;
}

/** The command, of what was written. Throws `bad-config` with one sentence where that is wrong. */
export function signInCommand(
  kind: SignInCommand["kind"],
  [server, extra]: readonly string[],
  {
    config,
    device = false,
    json,
  }: { readonly config: string; readonly device?: boolean | undefined; readonly json: boolean },
): SignInCommand {
  if (server === undefined) throw wrongUsage(message("signInCommand.noServer", "{kind} needs a server.", { kind }));
  if (extra !== undefined)
    throw wrongUsage(message("signInCommand.extra", '{kind} takes one server; remove "{extra}".', { kind, extra }));
  if (device && kind === "sign-out") throw wrongUsage(message("signInCommand.device", "--device belongs to sign-in."));
  return { kind, server, config, device, json };
}

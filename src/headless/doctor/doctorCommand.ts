import { message } from "../../protocol/message";
import { wrongUsage } from "../wrongUsage";

/** `mcp-client-hub doctor [SERVER]`. */
export interface DoctorCommand {
  readonly kind: "doctor";
  /** The one server that is diagnosed; all of the file where it is missing. */
  readonly only: string | undefined;
  readonly config: string;
  readonly json: boolean;
}

/** The command, of what was written. Throws `bad-config` with one sentence where that is wrong. */
export function doctorCommand([only, extra]: readonly string[], config: string, json: boolean): DoctorCommand {
  if (extra !== undefined)
    throw wrongUsage(
      message("doctorCommand.extra", 'doctor takes one server or none; remove "{operand}".', { operand: extra }),
    );
  return { kind: "doctor", only, config, json };
}

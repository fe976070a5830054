import { checkArguments, withoutNulls } from "../catalog/checkArguments";
import type { Hub } from "../hub";
import { HubError } from "../hubError";
import { safeLine } from "../redact";
import { nameOf } from "./budget";
import type { Layer } from "./toolCall";

/** Only a call of a tool that exists, with arguments that fit its input schema, goes on. */
export const prepare =
  (tool: Hub["tool"]): Layer =>
  (next) =>
  async (call) => {
    const offered = await tool(call.server, call.tool, call.signal);
    const check = checkArguments(offered.inputSchema, call.args);
    if (check.ok) return next({ ...call, offered });
    const args = withoutNulls(offered.inputSchema, call.args);
    if (!checkArguments(offered.inputSchema, args).ok)
      throw new HubError(
        "bad-arguments",
        `${nameOf(call)} was not called: ${safeLine(check.why, 600)}. Correct the arguments and call it again.`,
        { sent: "no" },
      );
    return next({ ...call, args, offered });
  };

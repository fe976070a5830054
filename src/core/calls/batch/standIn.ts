import type { Tool } from "../../catalog/catalog";
import { checkArguments } from "../../catalog/checkArguments";
import type { Pins } from "../../pins/pins";
import type { rulings } from "../approval/ruling";
import type { SentAs, ToolCall } from "../toolCall";

/** What is sent in place of several calls; `undefined` where each has to be sent alone. */
export type StandIn = (calls: readonly ToolCall[], form: Tool) => SentAs | undefined;

export interface StandInParts {
  readonly ruling: ReturnType<typeof rulings>;
  readonly pins?: Pick<Pins, "modeOf" | "stateOf"> | undefined;
}

/**
 * Each call was allowed by itself; the batch form stands in for them unless a rule denies it or wants a person asked about it, its server
 * changed it since a person agreed to it, or the arguments do not fit it.
 */
export const standIns =
  ({ ruling, pins }: StandInParts): StandIn =>
  (calls, form) => {
    const [first] = calls;
    if (!first) return undefined;
    const args = { batch_requests: calls.map((call) => call.args) };
    if (!checkArguments(form.inputSchema, args).ok) return undefined;
    const { pin: _, ...asked } = first;
    const ruled = ruling({ ...asked, tool: form.name, args, offered: form }, form);
    if (ruled.verdict === "deny" || (ruled.verdict === "ask" && ruled.rule)) return undefined;
    if (form.digest === undefined || !pins || pins.modeOf(first.server) === "off")
      return { tool: form.name, args, offered: form };
    const subject = { kind: "tool", name: form.name } as const;
    const state = pins.stateOf(first.server, subject, form.digest);
    if (state === "changed") return undefined;
    return { tool: form.name, args, offered: form, pin: { ...subject, digest: form.digest, state } };
  };

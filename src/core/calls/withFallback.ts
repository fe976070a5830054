import { errorTable } from "../kernel/errorTable";
import { asHubError, type HubError } from "../kernel/hubError";
import type { ToolResult } from "../messages/toolResult";
import { type Handler, run } from "./toolCall";

/** What a caller answers itself where a server cannot. */
export type Fallback = (error: HubError) => ToolResult | Promise<ToolResult>;

/**
 * Lets the caller's fallback answer where a call failed and the row of its error allows that. What the caller or a person has to put right,
 * such as wrong arguments, a refusal or a missing sign-in, stays a failure, and so does whatever the fallback throws.
 */
export const withFallback = (callTool: Handler, fallback: Fallback | undefined): Handler =>
  fallback
    ? async (call) => {
        try {
          return await callTool(call);
        } catch (error) {
          const known = asHubError(error);
          if (!errorTable[known.code].fallsBack) throw error;
          return fallback(known);
        }
      }
    : (call) => run(callTool, call);

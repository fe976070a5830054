import { ErrorCode, McpError } from "@modelcontextprotocol/sdk/types.js";
import { Refusal } from "./refusal";

/** Resources and prompts have no `isError`: there a refusal becomes an error of the protocol, with the same sentence. */
export async function orProtocolError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) throw new McpError(ErrorCode.InvalidParams, error.message);
    throw error;
  }
}

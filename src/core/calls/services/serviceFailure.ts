import type { HubError } from "../../kernel/hubError";
import type { ToolResult } from "../../messages/toolResult";

/** What lies behind the failure of a service: the row that was tried, and the result as it came. */
export interface ServiceFailure {
  readonly row: string;
  readonly result: ToolResult;
}

/** The result behind a failure of a service, as it came; `undefined` if the failure has none. */
export const failureOf = ({ cause }: HubError): ServiceFailure | undefined =>
  typeof cause === "object" && cause !== null && "row" in cause && "result" in cause
    ? (cause as ServiceFailure)
    : undefined;

import type { SentRequest, ServiceTrial, TrialReport } from "../../../core/calls/services/serviceDoor";
import type { ServiceRow } from "../../../core/config/schema/options/serviceRows";
import { asHubError } from "../../../core/kernel/hubError";
import { resourceResult } from "../../../core/messages/resultText";
import type { ToolResult } from "../../../core/messages/toolResult";
import { ownRows } from "../../rows/ownRows";
import { meansOf, ServiceCalls } from "../callMethod";
import type { ServicePorts } from "../servicePorts";
import { misfit } from "./misfit";
import { selectionReports } from "./selectionReports";

/** The most requests that a report has; a listing may take more. */
const mostSent = 50;

/** Runs a method as every call does, or by one row of the person's alone, and keeps what happened on the way. */
export async function trial(
  ports: ServicePorts,
  asked: ServiceTrial,
  written: readonly ServiceRow[],
): Promise<TrialReport> {
  const source = asked.row === undefined ? undefined : written[asked.row];
  const [row] = source ? ownRows([source]) : [];
  const { requests, sent, last } = recording(ports.requests);
  const calls = new ServiceCalls({ ...ports, requests, ...(row && { ownRows: () => [row], rows: [] }) });
  const about = async () => {
    const rows = (await calls.tried(asked)).map(meansOf);
    const why = row && rows.length === 0 ? misfit(row, asked.server, await calls.offer(asked)) : undefined;
    return { rows, ...(why !== undefined && { misfit: why }) };
  };
  let found: Awaited<ReturnType<typeof about>> = { rows: [] };
  const report = (outcome: TrialReport["outcome"]): TrialReport => {
    const result = last();
    return { ...found, sent, selections: source && result ? selectionReports(source.result, result) : [], outcome };
  };
  try {
    found = await about();
    return report({ value: await calls.call(asked) });
  } catch (error) {
    return report({ error: asHubError(error) });
  }
}

/** The path of requests, which keeps what goes over it. */
function recording(requests: ServicePorts["requests"]) {
  const sent: SentRequest[] = [];
  let last: ToolResult | undefined;
  const keep = async <T>(
    tool: string,
    args: SentRequest["args"],
    run: () => Promise<T>,
    as: (got: T) => ToolResult,
  ) => {
    const note = (came: Pick<SentRequest, "result" | "error">) => {
      if (sent.length < mostSent) sent.push({ tool, args, ...came });
    };
    try {
      const got = await run();
      last = as(got);
      note({ result: last });
      return got;
    } catch (error) {
      note({ error: asHubError(error) });
      throw error;
    }
  };
  const recorded: ServicePorts["requests"] = {
    callTool: (call) =>
      keep(
        call.tool,
        call.args,
        () => requests.callTool(call),
        (result) => result,
      ),
    readResource: (ask) => keep("resources/read", { uri: ask.uri }, () => requests.readResource(ask), resourceResult),
  };
  return { requests: recorded, sent, last: () => last };
}

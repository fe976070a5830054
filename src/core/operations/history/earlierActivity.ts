import type { RequestMethod, ServerId, Stamped } from "../../../protocol/hubEvent";
import { isObject } from "../../../protocol/isObject";
import { parseJson } from "../../kernel/json/exactJson";
import { TimeSlices } from "../../kernel/timeSlices";
import { type HistoryLine, readHistoryLine } from "./historyLine";
import type { KeptArguments } from "./keptArguments";

/** A call of an earlier session, as far as it was kept. */
export interface EarlierCall {
  readonly server: ServerId;
  readonly method: RequestMethod;
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** No argument is missing: the call can be made again. */
  readonly isWhole: boolean;
}

/** What is on disk of sessions before this one, and of other windows of the workspace until now. */
export interface EarlierActivity {
  /** Oldest first. Their numbers end with -1: every event of this session is later. */
  readonly events: readonly Stamped[];
  /** The call with this id, if its arguments were kept. */
  call(id: string): EarlierCall | undefined;
  /** How many events there was no room for. */
  readonly dropped: number;
}

export const nothingEarlier: EarlierActivity = { events: [], call: () => undefined, dropped: 0 };

/** Reads files of lines. Those of this run of the window are left out: they are in memory. So is what is older than `since`. */
export async function readEarlier(
  files: AsyncIterable<string>,
  { window, since }: { readonly window: string; readonly since: number },
): Promise<EarlierActivity> {
  const slices = new TimeSlices();
  const found: { readonly window: string; readonly event: Stamped }[] = [];
  const args = new Map<string, { readonly event: Stamped; readonly args: KeptArguments }>();
  let dropped = 0;
  for await (const file of files)
    for (const text of file.split("\n")) {
      await slices.yieldIfDue();
      const line = text === "" ? undefined : readHistoryLine(text);
      if (!line || line.window === window || atOf(line) < since) continue;
      if ("dropped" in line) dropped += line.dropped;
      else {
        found.push(line);
        if (line.args && "call" in line.event)
          args.set(String(line.event.call), { event: line.event, args: line.args });
      }
    }
  // What one window published in the same millisecond stays in its order.
  found.sort((a, b) => a.event.at - b.event.at || (a.window === b.window ? a.event.seq - b.event.seq : 0));
  return {
    events: found.map(({ event }, index) => ({ ...event, seq: index - found.length })),
    call(id) {
      const kept = args.get(id);
      return kept && earlierCall(kept.event, kept.args);
    },
    dropped,
  };
}

const atOf = (line: HistoryLine): number => ("event" in line ? line.event.at : line.at);

function earlierCall(event: Stamped, { json, isWhole }: KeptArguments): EarlierCall | undefined {
  if (event.type !== "call.ended") return undefined;
  try {
    const args = parseJson(json);
    if (!isObject(args)) return undefined;
    return { server: event.server, method: event.method, tool: event.tool, args, isWhole };
  } catch {
    return undefined; // somebody changed the file
  }
}

import type { Client } from "@modelcontextprotocol/client";
import type { Clock } from "../../core/kernel/clock";
import type { HubError } from "../../core/kernel/hubError";
import type { ServerInfo } from "../../protocol/connectionState";
import type { ServerLogLevel } from "../../protocol/serverLogLevel";
import type { OutputChecks } from "../calls/outputChecks";
import type { ToolCalls } from "../calls/toolCalls";
import type { ToolTasks } from "../calls/toolTasks";
import type { KeepAlive } from "../serverRequests/keepAlive";
import type { ChangeStreams } from "./changeStreams";
import type { SessionDoubt } from "./sessionDoubt";
import type { Traffic } from "./traffic";

/** What a link is made of, once the handshake is done. */
export interface LinkParts {
  readonly server: string;
  readonly client: Client;
  /** Tool calls past the SDK's client, in the revisions with a handshake. */
  readonly calls?: ToolCalls;
  /** Checks the results of calls. */
  readonly outputs: OutputChecks;
  /** The streams of changes, in the revisions that send changes only on streams. */
  readonly changes: ChangeStreams;
  /** From now on, each request carries this level: how revision 2026-07-28 asks for log messages. */
  readonly setRequestLogLevel: (level: ServerLogLevel) => void;
  /** The calls that run as tasks. */
  readonly tasks: ToolTasks;
  /** Keeps the limits of requests from running out while the server waits for an answer from here. */
  readonly keepAlive: KeepAlive;
  /** Settles where a failed request may be sent once more: the person has visited the URLs that the server requires. */
  readonly elicitRequiredUrls: (error: unknown, signal: AbortSignal) => Promise<void>;
  readonly info: ServerInfo;
  /** Records the messages while somebody looks. */
  readonly traffic?: Traffic | undefined;
  /** The SDK's failure of a request as a `HubError`. Where the failure ends the link, publishes the loss. */
  readonly fail: (error: unknown) => HubError;
  /** Finds out what the refusal of a request means for the session. */
  readonly doubt: SessionDoubt;
  /** The same where the failure says nothing about the link: of a list that the server need not have. */
  readonly toError: (error: unknown) => HubError;
  readonly clock: Clock;
  /** Logs, in a sentence, what went wrong without stopping anything. */
  readonly warn: (message: string) => void;
  /** Releases everything; settles when nothing is left. */
  readonly close: () => Promise<void>;
}

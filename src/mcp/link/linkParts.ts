import type { Client } from "@modelcontextprotocol/client";
import type { HubError } from "../../core/kernel/hubError";
import type { ServerInfo } from "../../protocol/connectionState";
import type { ServerLogLevel } from "../../protocol/serverLogLevel";
import type { OutputChecks } from "../calls/outputChecks";
import type { ToolCalls } from "../calls/toolCalls";
import type { ToolTasks } from "../calls/toolTasks";
import type { KeepAlive } from "../serverRequests/keepAlive";
import type { ChangeStreams } from "./changeStreams";

/** What a link is made of, once the handshake is done. */
export interface LinkParts {
  readonly server: string;
  readonly client: Client;
  /** The short way for tool calls, where the server's revision has one. */
  readonly calls?: ToolCalls;
  /** Checks what comes back on the short way; the SDK's client checks by itself. */
  readonly outputs: OutputChecks;
  /** Where changes are heard, in the revisions that tell them only to those that listen. */
  readonly changes: ChangeStreams;
  /** From now on, says this level with each request: how revision 2026-07-28 asks for log messages. */
  readonly sayLevel: (level: ServerLogLevel) => void;
  /** The calls that run as tasks. */
  readonly tasks: ToolTasks;
  /** Holds the limits of requests off while the server waits for an answer from here. */
  readonly patience: KeepAlive;
  /** Settles where a request that failed may be sent once more: the person has visited what the server wants visited first. */
  readonly visitRequiredUrls: (error: unknown, signal: AbortSignal) => Promise<void>;
  readonly info: ServerInfo;
  /** Puts the SDK's failure of a request into words; it may say that the whole line is gone. */
  readonly fail: (error: unknown) => HubError;
  /** Hears, in a sentence, what went wrong and stops nothing. */
  readonly warn: (message: string) => void;
  /** Lets go of everything; settles when nothing is left. */
  readonly close: () => Promise<void>;
}

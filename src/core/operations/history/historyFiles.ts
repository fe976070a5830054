import type { ServerId } from "../../../protocol/hubEvent";
import type { HistoryRoom } from "./historyEvent";

/** The files of the history of one workspace. Everything rejects with what the system answers. */
export interface HistoryFiles {
  /** Adds whole lines to a room of a server; where there is no more space, the oldest lines of that room go. */
  append(server: ServerId, room: HistoryRoom, lines: string): Promise<void>;
  /** The text of each file. */
  read(): AsyncIterable<string>;
  /** Removes what is too old or too much, of every workspace. */
  sweep(): Promise<void>;
  /** Removes the history of this workspace. */
  clear(): Promise<void>;
  /** Removes the history of every workspace. */
  removeAll(): Promise<void>;
}

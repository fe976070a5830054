import pino from "pino";
import type { EventStream } from "../../core/hub/eventStream";
import { HubError, toErrorView } from "../../core/kernel/hubError";
import { safeText } from "../../core/kernel/redact";
import { logRateLimit } from "../../core/operations/log/logRateLimit";
import { type LogRecord, logRecord, type RecordLevel } from "../../core/operations/log/logRecord";
import type { ServerId, Stamped } from "../../protocol/hubEvent";
import { englishOf, message } from "../../protocol/message";
import { codeOf } from "../../protocol/systemError";
import { type RotatingFile, rotatingFile } from "./rotatingFile";

export interface StructuredLogOptions {
  /** The current file; older ones are beside it as FILE.1, FILE.2, … */
  readonly file: string;
  /** What is below this is left out. */
  readonly level?: RecordLevel;
  /** A file of about this size is put aside. */
  readonly maxBytes?: number;
  /** How many files there are at most, with the current one. */
  readonly files?: number;
  /** Events that the stream still has and that came after so many others are written first, each with its own time. Unless given, none are. */
  readonly after?: number;
  /** Hears once of each reason why the log cannot be written. */
  readonly failed?: (text: string) => void;
}

export interface StructuredLog {
  /** Writes a line that no event stands for, such as one of the gateway's. */
  write(record: LogRecord): void;
  /** Writes a failure. A defect of the hub comes with its stack. `fatal`: the hub ends. */
  report(error: unknown, fatal?: boolean): void;
  /** Settles when everything is written. */
  close(): Promise<void>;
}

/** How many lines of one server are written in ten seconds. */
const linesPerWindow = 500;

/** The longest stack that is written, in characters. */
const stackLimit = 4000;

/** Writes what happens as JSON lines: asynchronously, within bounds, and without secrets. Where that is not possible, nothing is written. */
export function structuredLog(stream: EventStream, options: StructuredLogOptions): StructuredLog {
  let said: string | undefined;
  const { file, level = "info", maxBytes = 10 * 1024 * 1024, files = 5, after = stream.count, failed } = options;
  /** When what is being written happened; `undefined`: now. */
  let at: number | undefined;
  const destination = opened();
  if (!destination) return silent;
  const logger = pino(
    {
      level,
      base: null,
      messageKey: "message",
      timestamp: () => (at === undefined ? pino.stdTimeFunctions.isoTime() : `,"time":"${new Date(at).toISOString()}"`),
      formatters: { level: (label) => ({ level: label }) },
    },
    destination.stream,
  );
  const write = ({ level: of, message: text, ...fields }: LogRecord) => logger[of](fields, text);

  function dropped(count: number): void {
    const text =
      count === 1
        ? message("record.droppedOne", "1 line was dropped because the disk was too slow.")
        : message("record.dropped", "{count} lines were dropped because the disk was too slow.", { count });
    write({ level: "warn", component: "log", message: text });
  }

  function opened(): RotatingFile | undefined {
    try {
      return rotatingFile({ file, maxBytes, files, dropped, failed: unwritable });
    } catch (error) {
      unwritable(codeOf(error) ?? String(error));
      return undefined;
    }
  }

  function unwritable(reason: string): void {
    if (reason === said) return;
    said = reason;
    failed?.(message("record.unwritable", "The log {file} cannot be written ({reason}).", { file, reason }));
  }

  const limits = new Map<ServerId, ReturnType<typeof logRateLimit>>();
  let now = 0;
  /** What one server writes must not push out everything else. */
  const admitted = (event: Stamped): boolean => {
    if (event.type === "server.removed") limits.delete(event.server);
    if (event.type !== "server.log") return true;
    const { server } = event;
    const admit = limits.get(server) ?? logRateLimit(() => now, linesPerWindow);
    limits.set(server, admit);
    now = event.at;
    const { write: isWritten, dropped: count } = admit();
    if (count > 0) write({ ...flooded(count), server });
    return isWritten;
  };
  const follow = (event: Stamped) => {
    const record = admitted(event) && logRecord(event);
    if (record) write(record);
  };
  for (const event of stream.history) {
    if (event.seq <= after) continue;
    at = event.at;
    follow(event);
  }
  at = undefined;
  const follower = stream.onEvent(follow);
  return {
    write,
    report: (error, fatal = false) => write(failureRecord(error, fatal)),
    close: () => {
      follower.dispose();
      return destination.close();
    },
  };
}

const silent: StructuredLog = { write: () => {}, report: () => {}, close: async () => {} };

const flooded = (count: number): LogRecord => ({
  level: "warn",
  component: "log",
  message:
    count === 1
      ? message("record.floodedOne", "1 line was dropped because the server wrote too many.")
      : message("record.flooded", "{count} lines were dropped because the server wrote too many.", { count }),
});

/** A failure that the hub foresees is said in a sentence; only a defect needs the place in the code. */
function failureRecord(error: unknown, fatal: boolean): LogRecord {
  const { code, message: text } = toErrorView(error);
  const origin = error instanceof HubError && code === "internal" ? (error.cause ?? error) : error;
  const isDefect = code === "internal" && origin instanceof Error;
  return {
    level: fatal ? "fatal" : "error",
    component: "hub",
    message: safeText(englishOf(text), 1000),
    error_code: code,
    ...(isDefect && origin.stack !== undefined && { stack: safeText(origin.stack, stackLimit) }),
  };
}

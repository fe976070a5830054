import type { ServerId, Stamped } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import { codeOf } from "../../../protocol/systemError";
import type { Clock } from "../../kernel/clock";
import type { Disposable } from "../../kernel/disposable";
import type { Event } from "../../kernel/emitter";
import { HubError } from "../../kernel/hubError";
import { type EarlierActivity, nothingEarlier, readEarlier } from "./earlierActivity";
import { type HistoryRoom, historyRoom } from "./historyEvent";
import type { HistoryFiles } from "./historyFiles";
import { writeHistoryLine } from "./historyLine";
import { keptArguments } from "./keptArguments";

export interface DiskHistoryPorts {
  readonly stream: { readonly onEvent: Event<Stamped> };
  readonly files: HistoryFiles;
  /** The setting `mcpHub.history`, as it is now. */
  readonly isOn: () => boolean;
  /** For how many days the history is kept. */
  readonly days: () => number;
  /** The arguments of a call as it was made, while the hub has them. */
  readonly argsOf: (call: string) => Readonly<Record<string, unknown>> | undefined;
  readonly clock: Clock;
  /** Tells this run of the window from every other one. */
  readonly window: string;
  /** Hears the first failure since the history was turned on; the panel goes on in memory. */
  readonly failed: (error: unknown) => void;
}

/** What happened is written at the latest after this: so much is lost with a window that is killed, in milliseconds. */
const flushMs = 1000;

/** The most that waits for the disk, in characters: of one server's room. The rest is counted. */
const waitingLimits: Readonly<Record<HistoryRoom, number>> = {
  calls: 512 * 1024,
  messages: 512 * 1024,
  streamed: 65_536,
};

/** What is too old is looked for when a window has started, and then every hour, in milliseconds. */
const firstSweepMs = 5000;
const sweepMs = 3_600_000;

const dayMs = 86_400_000;

interface Waiting {
  readonly server: ServerId;
  readonly room: HistoryRoom;
  readonly lines: string[];
  size: number;
  dropped: number;
}

/** Keeps calls and traffic on disk while the setting says so, and has those of earlier sessions. */
export class DiskHistory implements Disposable {
  private isOn = false;
  private waiting = new Map<string, Waiting>();
  private flushing: Disposable | undefined;
  private sweeping: Disposable | undefined;
  /** One thing at a time: nothing is written while files are removed. */
  private turn: Promise<void> = Promise.resolve();
  private reading: Promise<void> | undefined;
  private earlier = nothingEarlier;
  /** Earlier sessions were cleared or turned off since: what is being read of them is not taken. */
  private epoch = 0;
  private hasFailed = false;
  private readonly listener: Disposable;

  constructor(private readonly ports: DiskHistoryPorts) {
    this.listener = ports.stream.onEvent(this.take);
    this.isOn = ports.isOn();
    this.sweepAfter(firstSweepMs);
  }

  /** What `load` has read of earlier sessions. */
  get loaded(): EarlierActivity {
    return this.earlier;
  }

  /** Reads what is on disk of earlier sessions, once. Never rejects. */
  async load(): Promise<void> {
    if (!this.isOn) return;
    const { epoch } = this;
    this.reading ??= this.inTurn(async () => {
      const { files, window, clock, days } = this.ports;
      await files.sweep(); // a file of a year ago, or more than there may be, is not read
      const read = await readEarlier(files.read(), { window, since: clock.now() - days() * dayMs });
      if (epoch === this.epoch) this.earlier = read;
    });
    await this.reading;
  }

  /** Forgets all but these events of this session. Rejects where the files cannot be removed. */
  async clear(rest: readonly Stamped[]): Promise<void> {
    this.forget();
    if (!this.isOn) return;
    this.reading = Promise.resolve(); // there is nothing to read anymore
    const removed = this.turn.then(() => this.ports.files.clear());
    this.turn = removed.catch(() => {}); // the one who clears is told
    for (const event of rest) this.keep(event);
    await removed.catch((cause: unknown) => {
      const reason = codeOf(cause) ?? String(cause);
      const text = message(
        "history.notCleared",
        "The list is cleared, but its files could not be removed ({reason}). Turn off mcpHub.history to try again.",
        { reason },
      );
      throw new HubError("internal", text, { cause });
    });
  }

  /** Writes what waits, and keeps nothing more. */
  async close(): Promise<void> {
    this.dispose();
    this.flush();
    await this.turn;
  }

  dispose(): void {
    this.listener.dispose();
    this.flushing?.dispose();
    this.sweeping?.dispose();
  }

  private readonly take = (event: Stamped): void => {
    if (event.type === "config.read") this.adjust();
    if (this.isOn) this.keep(event);
  };

  private adjust(): void {
    const isOn = this.ports.isOn();
    if (isOn === this.isOn) return;
    this.isOn = isOn;
    this.hasFailed = false;
    this.forget();
    this.sweep();
  }

  private forget(): void {
    this.epoch++;
    this.earlier = nothingEarlier;
    this.reading = undefined;
    this.waiting = new Map();
  }

  /** While the history is off there are no files, no matter who left them. */
  private sweep(): void {
    const { files } = this.ports;
    void this.inTurn(() => (this.isOn ? files.sweep() : files.removeAll()));
  }

  private sweepAfter(ms: number): void {
    this.sweeping = this.ports.clock.after(
      ms,
      () => {
        this.sweep();
        this.sweepAfter(sweepMs);
      },
      true,
    );
  }

  private keep(event: Stamped): void {
    const room = historyRoom(event);
    if (!room || !("server" in event) || event.server === undefined) return;
    const { server } = event;
    const key = `${room} ${server}`;
    const waiting: Waiting = this.waiting.get(key) ?? { server, room, lines: [], size: 0, dropped: 0 };
    this.waiting.set(key, waiting);
    this.flushing ??= this.ports.clock.after(flushMs, () => this.flush(), true);
    if (waiting.size > waitingLimits[room]) {
      waiting.dropped++;
      return;
    }
    const given = event.type === "call.ended" ? this.ports.argsOf(event.call) : undefined;
    const args = given && keptArguments(given);
    const line = writeHistoryLine({ window: this.ports.window, event, ...(args && { args }) });
    waiting.lines.push(line);
    waiting.size += line.length;
  }

  private flush(): void {
    this.flushing?.dispose();
    this.flushing = undefined;
    const rooms = [...this.waiting.values()];
    if (rooms.length === 0) return;
    this.waiting = new Map();
    const { files, window, clock } = this.ports;
    const at = clock.now();
    void this.inTurn(async () => {
      for (const { server, room, lines, dropped } of rooms) {
        const gap = dropped > 0 ? [writeHistoryLine({ window, at, dropped })] : [];
        await files.append(server, room, [...lines, ...gap].join("\n"));
      }
    });
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(work).catch((error: unknown) => {
      if (this.hasFailed) return;
      this.hasFailed = true;
      this.ports.failed(error);
    });
    return this.turn;
  }
}

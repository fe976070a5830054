import type { Log } from "../reply";

/** How much of one stream is kept for a client that comes back. */
const limits = { events: 500, characters: 8 * 1024 * 1024 } as const;

interface Kept {
  readonly number: number;
  readonly id: string;
  readonly message: string;
}

/** The latest events of one stream. Their ids are unique in a session. */
export class StreamLog implements Log {
  private readonly kept: Kept[] = [];
  private count = 0;
  private size = 0;

  constructor(
    private readonly stream: number,
    private readonly isPrimed: boolean,
    private readonly ended: () => void,
  ) {}

  get firstId(): string | undefined {
    return this.isPrimed ? idOf(this.stream, 0) : undefined;
  }

  /** How much is kept. */
  get characters(): number {
    return this.size;
  }

  /** Keeps a message; returns its id. Of what is more than the limits, the oldest go: they cannot be had again. */
  add(message: string): string {
    const id = idOf(this.stream, ++this.count);
    this.kept.push({ number: this.count, id, message });
    this.size += message.length;
    while (this.kept.length > limits.events || (this.size > limits.characters && this.kept.length > 1))
      this.size -= this.kept.shift()?.message.length ?? 0;
    return id;
  }

  since(number: number): readonly Kept[] {
    return this.kept.filter((one) => one.number > number);
  }

  end(): void {
    this.ended();
  }
}

const idOf = (stream: number, number: number): string => `${stream}-${number}`;

/** Which event of which stream. */
export interface EventId {
  readonly stream: number;
  readonly number: number;
}

/** Reads an event id; `undefined` where it is not one of ours. */
export function readEventId(id: string): EventId | undefined {
  const [, stream, number] = /^(\d{1,9})-(\d{1,9})$/.exec(id) ?? [];
  return stream === undefined || number === undefined ? undefined : { stream: Number(stream), number: Number(number) };
}

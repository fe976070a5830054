/** How much of one stream is kept for a client that comes back. */
const limits = { events: 500, bytes: 8 * 1024 * 1024 } as const;

interface Kept {
  readonly number: number;
  readonly id: string;
  readonly message: string;
}

/** The latest events of one stream, for its resumption (specification, transports, resumability and redelivery). Ids are unique in a session. */
export class StreamLog {
  private readonly kept: Kept[] = [];
  private count = 0;
  private bytes = 0;

  constructor(readonly stream: number) {}

  get firstId(): string {
    return idOf(this.stream, 0);
  }

  /** Keeps a message; returns its id. Of what is more than the limits, the oldest go: they cannot be had again. */
  add(message: string): string {
    const id = idOf(this.stream, ++this.count);
    this.kept.push({ number: this.count, id, message });
    this.bytes += message.length;
    while (this.kept.length > limits.events || (this.bytes > limits.bytes && this.kept.length > 1))
      this.bytes -= this.kept.shift()?.message.length ?? 0;
    return id;
  }

  since(number: number): readonly Kept[] {
    return this.kept.filter((one) => one.number > number);
  }
}

const idOf = (stream: number, number: number): string => `${stream}-${number}`;

/** Which event of which stream. */
export interface EventId {
  readonly stream: number;
  readonly number: number;
}

/** Reads an event id; `undefined` where it is none of ours. */
export function readEventId(id: string): EventId | undefined {
  const [, stream, number] = /^(\d{1,9})-(\d{1,9})$/.exec(id) ?? [];
  return stream === undefined || number === undefined ? undefined : { stream: Number(stream), number: Number(number) };
}

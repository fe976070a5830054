import type { Stamped } from "../../../protocol/hubEvent";

/** Events of one kind and one server, oldest first, at most `limit` bytes of them. The cost of adding one is constant. */
export class Shelf {
  private kept: Stamped[] = [];
  /** Where the oldest stands: the array is cut in large steps. */
  private from = 0;
  private size = 0;
  private gone = 0;

  constructor(private readonly limit: number) {}

  /** About how many bytes it holds. */
  get bytes(): number {
    return this.size;
  }

  /** How many events had to go since it was last cleared. */
  get dropped(): number {
    return this.gone;
  }

  get events(): readonly Stamped[] {
    return this.kept.slice(this.from);
  }

  /** The event of this number; events are in the order of their numbers. */
  find(seq: number): Stamped | undefined {
    let low = this.from;
    let high = this.kept.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.kept[middle]?.seq ?? Number.POSITIVE_INFINITY) < seq) low = middle + 1;
      else high = middle;
    }
    const found = this.kept[low];
    return found?.seq === seq ? found : undefined;
  }

  add(event: Stamped): void {
    this.kept.push(event);
    this.size += bytesOf(event);
    while (this.size > this.limit && this.kept.length - this.from > 1) this.dropOldest();
  }

  /** Forgets the events up to this number, and how many had to go before. */
  dropUpTo(seq: number): void {
    for (let oldest = this.kept[this.from]; oldest && oldest.seq <= seq; oldest = this.kept[this.from])
      this.dropOldest();
    this.gone = 0;
  }

  /** Makes room; does nothing where there is nothing. */
  dropOldest(): void {
    const oldest = this.kept[this.from];
    if (!oldest) return;
    this.size -= bytesOf(oldest);
    this.gone++;
    this.from++;
    if (this.from > 1000 && this.from > this.kept.length / 2) {
      this.kept = this.kept.slice(this.from);
      this.from = 0;
    }
  }
}

/** What an event is beside its texts, in bytes: its object, its place, its numbers. */
const overhead = 200;

/** About how much memory an event takes: its texts, and those one level below. Nothing deeper is long. */
export function bytesOf(event: Stamped): number {
  let size = overhead;
  for (const value of Object.values(event)) {
    if (typeof value === "string") size += value.length;
    else if (typeof value === "object" && value !== null)
      for (const inner of Object.values(value)) size += typeof inner === "string" ? inner.length : 16;
  }
  if (event.type === "wire.message" && event.http)
    for (const value of Object.values(event.http.headers)) size += value.length + 32;
  return size;
}

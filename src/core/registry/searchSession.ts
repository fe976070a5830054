import type { Clock } from "../kernel/clock";
import type { Disposable } from "../kernel/disposable";
import type { RegistryPage } from "./answer";
import type { RegistrySearch } from "./registryAddress";
import type { RegistryServer } from "./registryServer";

/** A search waits so long for the next letter, in milliseconds. */
const restMs = 300;

/** The most servers that one search lists, over all of its pages. */
const listLimit = 500;

/** What a person sees of a search. */
export interface SearchState {
  /** What was looked for; empty before the first search. */
  readonly text: string;
  readonly isBusy: boolean;
  readonly servers: readonly RegistryServer[];
  readonly hasMore: boolean;
  /** Descriptions that could not be read. */
  readonly unread: number;
  readonly error?: unknown;
}

export interface SearchSessionPorts {
  readonly search: (search: RegistrySearch, signal: AbortSignal) => Promise<RegistryPage>;
  readonly clock: Clock;
  readonly changed: (state: SearchState) => void;
}

/** Nothing was looked for. */
const atRest: SearchState = { text: "", isBusy: false, servers: [], hasMore: false, unread: 0 };

/** One list of search results while a person types: a search follows the last letter, and ends those before it. */
export class SearchSession implements Disposable {
  private state = atRest;
  private next: string | undefined;
  private timer: Disposable | undefined;
  private running: AbortController | undefined;
  private isOver = false;

  constructor(private readonly ports: SearchSessionPorts) {}

  /** What was typed by now. An empty text contacts nobody. */
  type(text: string): void {
    const wanted = text.trim();
    this.stop();
    if (wanted === "") {
      this.show(atRest);
      return;
    }
    this.show({ ...this.state, isBusy: true });
    this.timer = this.ports.clock.after(restMs, () => void this.load(wanted));
  }

  /** Loads the next page. */
  more(): void {
    if (!this.state.isBusy && this.next !== undefined) void this.load(this.state.text, this.next);
  }

  dispose(): void {
    this.isOver = true;
    this.stop();
  }

  private async load(text: string, cursor?: string): Promise<void> {
    const running = new AbortController();
    this.running = running;
    const before = cursor === undefined ? [] : this.state.servers;
    const unread = cursor === undefined ? 0 : this.state.unread;
    this.show({ ...this.state, text, isBusy: true, servers: before });
    try {
      const page = await this.ports.search({ text, ...(cursor !== undefined && { cursor }) }, running.signal);
      if (this.running !== running) return; // a later search has begun
      const known = new Set(before.map(({ name }) => name));
      const servers = [...before, ...page.servers.filter(({ name }) => !known.has(name))].slice(0, listLimit);
      // A page that brings nothing new would be asked for without end.
      const isStuck = page.next === cursor || servers.length === listLimit;
      this.next = isStuck ? undefined : page.next;
      this.show({ text, isBusy: false, servers, hasMore: this.next !== undefined, unread: unread + page.unread });
    } catch (error) {
      if (this.running !== running) return;
      this.show({ text, isBusy: false, servers: before, hasMore: this.next !== undefined, unread, error });
    }
  }

  private stop(): void {
    this.timer?.dispose();
    this.timer = undefined;
    this.running?.abort();
    this.running = undefined;
    this.next = undefined;
  }

  private show(state: SearchState): void {
    this.state = state;
    if (!this.isOver) this.ports.changed(state);
  }
}

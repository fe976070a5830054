import type { ClientTokens, ListedClient } from "../../core/access/clientTokens";
import type { Clock } from "../../core/kernel/clock";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import type { ShownClients } from "./clientNodes";

/** How often last uses are read again, in milliseconds: other windows note them, too, and they age. */
const againMs = 60_000;

/** What the tree shows of the clients, kept up to date. */
export class ClientList implements Disposable {
  private clients: readonly ListedClient[] = [];
  private readonly owned = new DisposableStore();
  private timer: Disposable | undefined;
  private isOver = false;

  constructor(
    private readonly tokens: Pick<ClientTokens, "url" | "state" | "list" | "agentUsedAt" | "onChange">,
    private readonly clock: Clock,
    private readonly changed: () => void,
    private readonly report: (error: unknown) => void,
  ) {
    this.owned.add(tokens.onChange(() => void this.read()));
    void this.read();
  }

  readonly shown = (): ShownClients => ({
    url: this.tokens.url(),
    state: this.tokens.state(),
    clients: this.clients,
    agentUsedAt: this.tokens.agentUsedAt(),
    now: this.clock.now(),
  });

  dispose(): void {
    this.isOver = true;
    this.timer?.dispose();
    this.owned.dispose();
  }

  private async read(): Promise<void> {
    this.timer?.dispose();
    try {
      this.clients = await this.tokens.list();
    } catch (error) {
      this.report(error);
    }
    if (this.isOver) return;
    this.timer?.dispose(); // of another reading meanwhile
    const isUsed = this.clients.length > 0 || this.tokens.agentUsedAt() !== undefined;
    this.timer = isUsed ? this.clock.after(againMs, () => void this.read(), true) : undefined;
    this.changed();
  }
}

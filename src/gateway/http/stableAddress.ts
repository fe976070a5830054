import type { AddressState } from "../../core/access/clientTokens";
import type { Clock } from "../../core/kernel/clock";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { Emitter, type Event } from "../../core/kernel/emitter";
import { message } from "../../protocol/message";
import type { Discovery } from "../access/discoveryFile";
import type { AddressHolder } from "./addressHolder";
import type { Gateway } from "./gatewayServer";

export interface StableAddressPorts {
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
  /** The hubs of this user that run, this one among them. Never rejects. */
  readonly hubs: () => Promise<readonly Discovery[]>;
}

/** How often it is looked who has the port while this process has not, in milliseconds. */
const lookMs = 1000;

/** After so many looks at which no hub says that it has the port, another program has it: a hub says so a moment after it has got it. */
const patience = 2;

/** What belongs to one port, from its choice to the next one. */
interface Attempt {
  readonly port: number;
  readonly gateway: Pick<Gateway, "hold">;
  readonly holder: AddressHolder;
  readonly owned: DisposableStore;
}

/** The address for other programs, which one process of the user has at a time, and who has it now. */
export class StableAddress {
  private attempt: Attempt | undefined;
  private current: AddressState = { kind: "off" };
  private readonly changes: Emitter<void>;
  /** Fires when the state has changed. */
  readonly onChange: Event<void>;

  constructor(private readonly ports: StableAddressPorts) {
    this.changes = new Emitter<void>(ports.report);
    this.onChange = this.changes.event;
  }

  get state(): AddressState {
    return this.current;
  }

  /** Holds this port of the gateway from now on; `undefined`: none. Settles when it has been tried once. */
  async follow(gateway: Pick<Gateway, "hold"> | undefined, port: number): Promise<void> {
    const { attempt } = this;
    if (attempt?.gateway === gateway && (!attempt || attempt.port === port)) return;
    this.attempt = undefined;
    attempt?.owned.dispose();
    await attempt?.holder.close();
    if (!gateway) return this.become({ kind: "off" });
    this.become({ kind: "opening" });
    await this.begin(gateway, port);
  }

  dispose(): void {
    this.attempt?.owned.dispose();
    this.changes.dispose();
  }

  private async begin(gateway: Pick<Gateway, "hold">, port: number): Promise<void> {
    const owned = new DisposableStore();
    const holder = gateway.hold(port, (error) =>
      this.become({ kind: "failed", message: error instanceof Error ? error.message : String(error) }),
    );
    this.attempt = { port, gateway, holder, owned };
    owned.add(
      holder.onChange((listener) => {
        if (listener) this.become({ kind: "here" });
      }),
    );
    owned.add(this.looks(holder, port));
    await holder.tried;
    await this.look(holder, port, 0);
  }

  /** Looks again and again for the process that has the port. */
  private looks(holder: AddressHolder, port: number): Disposable {
    let unknown = 0;
    let isOver = false;
    let timer: Disposable;
    const next = () => {
      timer = this.ports.clock.after(lookMs, () => void again(), true);
    };
    const again = async () => {
      unknown = (await this.look(holder, port, unknown)) ? 0 : unknown + 1;
      if (!isOver) next();
    };
    next();
    return {
      dispose: () => {
        isOver = true;
        timer.dispose();
      },
    };
  }

  /** Whether it is known who has the port. `unknown`: how often in a row it was not. */
  private async look(holder: AddressHolder, port: number, unknown: number): Promise<boolean> {
    const hubs = holder.held ? [] : await this.ports.hubs();
    if (this.attempt?.holder !== holder) return true;
    if (holder.held) {
      this.become({ kind: "here" });
      return true;
    }
    const url = addressOf(port);
    const other = hubs.find(({ pid, address }) => pid !== process.pid && address === url);
    if (other) {
      const { workspace } = other;
      this.become({ kind: "elsewhere", ...(workspace !== undefined && { workspace }) });
      return true;
    }
    if (unknown + 1 >= patience && this.current.kind !== "failed")
      this.become({ kind: "failed", message: portTaken(port) });
    return false;
  }

  private become(state: AddressState): void {
    if (JSON.stringify(state) === JSON.stringify(this.current)) return;
    this.current = state;
    this.changes.fire();
  }
}

/** Where a hub answers that has the port. */
export const addressOf = (port: number): string => `http://127.0.0.1:${port}`;

const portTaken = (port: number): string =>
  message(
    "gateway.addressTaken",
    "Other programs cannot reach your servers: port {port} is used by another program. Close that program, or choose another port in the setting mcpHub.gatewayPort and give your clients the new address.",
    { port },
  );

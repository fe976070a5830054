import { version } from "../../package.json";
import type { OpenGateway, RoutePorts } from "../composeGateway";
import type { ClientTokens } from "../core/access/clientTokens";
import type { ToolUses } from "../core/hub/toolUses";
import { type Disposable, DisposableStore } from "../core/kernel/disposable";
import { Emitter, type Event } from "../core/kernel/emitter";
import { Later } from "../core/kernel/singleFlight";
import { findGateways, writeDiscovery } from "../gateway/access/discoveryFile";
import { FailedAttempts } from "../gateway/access/failedAttempts";
import { anyClients, fixedClients } from "../gateway/access/fixedClients";
import { SharedClients } from "../gateway/access/sharedClients";
import { newToken } from "../gateway/access/token";
import { tokenAccess } from "../gateway/access/tokenAccess";
import { AgentTools } from "../gateway/agent/agentTools";
import { RefusalReports } from "../gateway/http/refusalReports";
import { addressOf, StableAddress } from "../gateway/http/stableAddress";
import { clientsFolder, gatewayFolder, socketPath } from "../gatewayFolder";
import type { LogLevel } from "../protocol/hubEvent";
import { message } from "../protocol/message";

export interface WindowGatewayPorts extends RoutePorts {
  /** Where the token of the agent is kept. */
  readonly secrets: {
    get(key: string): PromiseLike<string | undefined>;
    store(key: string, value: string): PromiseLike<void>;
  };
  readonly uses: ToolUses;
}

const tokenKey = "gateway.agent";

const minuteMs = 60_000;

/** The gateway of one window, which is open as the setting `mcpHub.gateway` says. */
export class WindowGateway implements Disposable {
  readonly agentTools: AgentTools;
  /** The programs outside of the editor that may use the hub. */
  readonly clients: ClientTokens;
  private readonly changes: Emitter<void>;
  private readonly clientChanges: Emitter<void>;
  private readonly store = new DisposableStore();
  private readonly shared: SharedClients;
  private readonly address: StableAddress;
  private readonly refusals: RefusalReports;
  private readonly failed: FailedAttempts;
  private failedCount = 0;
  private agentUsedAt: number | undefined;
  private open: OpenGateway | undefined;
  private startedAt = 0;
  private published: { remove(): Promise<void> } | undefined;
  private readonly token = new Later(() => this.readToken());
  /** One change after the other. */
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly ports: WindowGatewayPorts) {
    const { composed, options, clock, report, uses } = ports;
    const { hub, stream } = composed;
    this.changes = this.store.add(new Emitter<void>(report));
    this.agentTools = this.store.add(new AgentTools({ hub, stream, options, uses, clock, report }));
    this.store.add(this.agentTools.onChange(() => this.changes.fire()));
    this.failed = new FailedAttempts({ clock, onFailure: () => this.failedCount++ });
    this.refusals = this.store.add(new RefusalReports(clock, (text) => this.say("warning", text)));
    this.shared = this.store.add(new SharedClients(clientsFolder(), clock, report));
    this.address = this.store.add(new StableAddress({ clock, report, hubs: () => findGateways(gatewayFolder()) }));
    this.clientChanges = this.store.add(new Emitter<void>(report));
    this.store.add(this.shared.onChange(() => this.clientChanges.fire()));
    this.store.add(
      this.address.onChange(() => {
        this.addressChanged();
        this.clientChanges.fire();
      }),
    );
    this.clients = {
      url: () => addressOf(options().gatewayPort),
      state: () => this.address.state,
      add: (client) => this.shared.add(client),
      list: () => this.shared.list(),
      revoke: (id) => this.shared.revoke(id),
      rotate: (id) => this.shared.rotate(id),
      agentUsedAt: () => this.agentUsedAt,
      idOf: (token) => this.shared.idOf(token),
      onChange: this.clientChanges.event,
    };
  }

  /** What the agent of the editor is offered may have changed. */
  get onChange(): Event<void> {
    return this.changes.event;
  }

  /** How many requests had no token that holds, since the window opened. */
  get failedSignIns(): number {
    return this.failedCount;
  }

  /** How many sessions of MCP are open. */
  get sessions(): number {
    return this.open?.sessions() ?? 0;
  }

  /** What the agent of the editor is offered; `undefined` while the gateway is closed, or has no tools yet. */
  readonly agentServer = () => {
    const { open, agentTools } = this;
    if (!open) return undefined;
    return { url: `${open.url}/mcp`, version: agentTools.version, token: this.token.get };
  };

  /** Opens or closes the gateway as the settings say now. Failures are reported. */
  follow(): Promise<void> {
    return this.next(() => this.adjust());
  }

  dispose(): void {
    this.store.dispose();
    void this.next(() => this.close());
  }

  /** Settles when nothing is left. */
  async settled(): Promise<void> {
    await this.turn;
  }

  private next(step: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(step).catch(this.ports.report);
    return this.turn;
  }

  private async adjust(): Promise<void> {
    const { gateway, gatewayPort } = this.ports.options();
    this.shared.letIn(gateway === "on");
    if (gateway === "off") return this.close();
    if (!this.open) {
      this.open = await this.opened();
      this.startedAt = this.ports.clock.now();
      await this.publish();
      this.changes.fire();
    }
    await this.address.follow(gateway === "on" ? this.open : undefined, gatewayPort);
  }

  private async opened(): Promise<OpenGateway> {
    const { options, clock } = this.ports;
    const name = message("gateway.agentName", "The editor's agent");
    const token = await this.token.get();
    const own = fixedClients([{ id: agent, name, token }], (now) => this.agentUsed(now));
    // Loaded only now: a window does not wait for it when it starts.
    const { composeGateway } = await import("../composeGateway");
    return composeGateway({
      ...this.ports,
      narrowed: ({ id }) => (id === agent ? this.agentTools.scopes : undefined),
      access: tokenAccess({
        clients: anyClients(own, this.shared),
        profiles: () => options().profiles,
        failed: this.failed,
        clock,
      }),
      revoked: this.shared.onEnd,
      refused: this.refusals.note,
      listen: { host: "127.0.0.1", port: 0 },
      socket: socketPath(`window-${process.pid}`),
    });
  }

  private agentUsed(now: number): void {
    const minute = now - (now % minuteMs);
    if (minute === this.agentUsedAt) return;
    this.agentUsedAt = minute;
    this.clientChanges.fire();
  }

  /** Says where the hub is, for programs that look for it. Without that it works all the same. */
  private async publish(): Promise<void> {
    const { open } = this;
    if (!open) return;
    const { workspace, report } = this.ports;
    const folder = workspace?.();
    const address = this.address.state.kind === "here" ? this.clients.url() : undefined;
    const discovery = {
      url: open.url,
      pid: process.pid,
      version,
      startedAt: this.startedAt,
      ...(address !== undefined && { address }),
      ...(open.socket !== undefined && { socket: open.socket }),
      ...(folder !== undefined && { workspace: folder }),
    };
    this.published = await writeDiscovery(gatewayFolder(), discovery).catch((error: unknown) => {
      report(error);
      return this.published;
    });
  }

  private addressChanged(): void {
    const { state } = this.address;
    if (state.kind === "failed") this.say("error", state.message);
    if (state.kind === "here") this.say("info", answersHere(this.clients.url()));
    void this.next(() => this.publish());
  }

  private say(level: LogLevel, text: string): void {
    this.ports.composed.stream.publish({ type: "hub.log", level, text });
  }

  private async close(): Promise<void> {
    const { open, published } = this;
    this.open = undefined;
    this.published = undefined;
    if (open) this.changes.fire();
    await Promise.all([this.address.follow(undefined, 0), published?.remove(), open?.close()]);
  }

  private async readToken(): Promise<string> {
    const { secrets } = this.ports;
    const known = await secrets.get(tokenKey);
    if (known !== undefined) return known;
    const made = newToken();
    await secrets.store(tokenKey, made);
    return made;
  }
}

/** The id of the client that is the agent of this editor. */
const agent = "agent";

const answersHere = (url: string): string =>
  message("gateway.answersHere", "Other programs reach the servers of this window at {url}.", { url });

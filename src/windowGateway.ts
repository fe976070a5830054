import { version } from "../package.json";
import { composeGateway, type OpenGateway, type RoutePorts } from "./composeGateway";
import type { Options } from "./core/config/schema/settings";
import type { ToolUses } from "./core/hub/toolUses";
import { type Disposable, DisposableStore } from "./core/kernel/disposable";
import { Emitter, type Event } from "./core/kernel/emitter";
import { writeDiscovery } from "./gateway/access/discoveryFile";
import { FailedAttempts } from "./gateway/access/failedAttempts";
import { fixedClients } from "./gateway/access/fixedClients";
import { newToken } from "./gateway/access/token";
import { tokenAccess } from "./gateway/access/tokenAccess";
import { AgentTools } from "./gateway/agent/agentTools";
import { gatewayFolder, socketPath } from "./gatewayFolder";
import { message } from "./protocol/message";

export interface WindowGatewayPorts extends RoutePorts {
  /** Where the token of the agent is kept. */
  readonly secrets: {
    get(key: string): PromiseLike<string | undefined>;
    store(key: string, value: string): PromiseLike<void>;
  };
  readonly uses: ToolUses;
}

const tokenKey = "gateway.agent";

/** The gateway of one window, which is open as the setting `mcpHub.gateway` says. */
export class WindowGateway implements Disposable {
  readonly agentTools: AgentTools;
  private readonly changes: Emitter<void>;
  private readonly store = new DisposableStore();
  private open: { readonly gateway: OpenGateway; close(): Promise<void> } | undefined;
  private token: Promise<string> | undefined;
  /** One change of the setting after the other. */
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly ports: WindowGatewayPorts) {
    const { composed, options, clock, report, uses } = ports;
    const { hub, stream } = composed;
    this.changes = this.store.add(new Emitter<void>(report));
    this.agentTools = this.store.add(new AgentTools({ hub, stream, options, uses, clock, report }));
    this.store.add(this.agentTools.onChange(() => this.changes.fire()));
  }

  /** What the agent of the editor is offered may have changed. */
  get onChange(): Event<void> {
    return this.changes.event;
  }

  /** What the agent of the editor is offered; `undefined` while the gateway is closed, or has no tools yet. */
  readonly agentServer = () => {
    const { open, agentTools } = this;
    if (!open) return undefined;
    return { url: `${open.gateway.url}/mcp`, version: agentTools.version, token: () => this.agentToken() };
  };

  /** Opens or closes the gateway as the settings say now. Failures are reported. */
  follow(): Promise<void> {
    this.turn = this.turn.then(() => this.adjust()).catch(this.ports.report);
    return this.turn;
  }

  dispose(): void {
    this.store.dispose();
    this.turn = this.turn.then(() => this.close()).catch(this.ports.report);
  }

  /** Settles when nothing is left. */
  async settled(): Promise<void> {
    await this.turn;
  }

  private get wanted(): Options["gateway"] {
    return this.ports.options().gateway;
  }

  private async adjust(): Promise<void> {
    if (this.wanted === "off") return this.close();
    if (this.open) return;
    const { options, clock, workspace } = this.ports;
    const name = message("gateway.agentName", "The editor's agent");
    const gateway = await composeGateway({
      ...this.ports,
      narrowed: ({ id }) => (id === agent ? this.agentTools.scopes : undefined),
      access: tokenAccess({
        clients: fixedClients([{ id: agent, name, token: await this.agentToken() }]),
        profiles: () => options().profiles,
        failed: new FailedAttempts({ clock }),
        clock,
      }),
      listen: { host: "127.0.0.1", port: 0 },
      socket: socketPath(`window-${process.pid}`),
    });
    const folder = workspace?.();
    const published = await writeDiscovery(gatewayFolder(), {
      url: gateway.url,
      pid: process.pid,
      version,
      startedAt: clock.now(),
      ...(gateway.socket !== undefined && { socket: gateway.socket }),
      ...(folder !== undefined && { workspace: folder }),
    });
    this.open = {
      gateway,
      close: async () => void (await Promise.all([published.remove(), gateway.close()])),
    };
    this.changes.fire();
  }

  private async close(): Promise<void> {
    const { open } = this;
    this.open = undefined;
    if (open) this.changes.fire();
    await open?.close();
  }

  private agentToken(): Promise<string> {
    this.token ??= this.readToken();
    return this.token;
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

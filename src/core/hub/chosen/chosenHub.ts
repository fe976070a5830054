import type { ServerId } from "../../../protocol/hubEvent";
import type { ServerLogLevel } from "../../../protocol/serverLogLevel";
import type { Choice } from "../../access/choice";
import { mayUseServer } from "../../access/scope";
import { type ChoiceRule, type Offer, type OffReason, offReason, turnsNothingOff } from "../../access/switches";
import { turnedOff } from "../../calls/approval/switchedOn";
import type { Catalog, HubTool, Tool } from "../../catalog/catalog";
import type { ServerDefinition } from "../../config/schema/serverDefinition";
import type { Disposable } from "../../kernel/disposable";
import type { ClientAnswers } from "../../questions/clientAnswers";
import type { Hub } from "../hub";
import { chosenCatalog, type IsRead } from "./chosenCatalog";

/**
 * The hub without what the person has turned off: all doors look at it, so that none of them has to know of the choice. Servers outside of
 * the profile are not in it, and do not run.
 */
export class ChosenHub implements Hub {
  private definitions: readonly ServerDefinition[] | undefined;
  /** Those of the profile. */
  private running: readonly ServerDefinition[] = [];
  /** What is on by the rule of the last look. */
  private rule: ChoiceRule | undefined;
  private catalogs = new WeakMap<Catalog, Map<ServerId, Catalog>>();
  private merged: { readonly of: readonly HubTool[]; readonly on: readonly HubTool[] } | undefined;

  constructor(
    private readonly hub: Hub,
    private readonly choice: Pick<Choice, "rule">,
    private readonly isRead: IsRead,
  ) {}

  get clients(): Hub["clients"] {
    return this.hub.clients;
  }

  get notifications(): Hub["notifications"] {
    return this.hub.notifications;
  }

  get tasks(): Hub["tasks"] {
    return this.hub.tasks;
  }

  configure(definitions: readonly ServerDefinition[]): void {
    this.definitions = definitions;
    this.running = this.inProfile(definitions);
    this.hub.configure(this.running);
  }

  /** Another profile may hold: only the servers in which it differs are started and stopped. */
  follow(): void {
    const { definitions = [] } = this;
    const before = this.running;
    const now = this.inProfile(definitions);
    if (now.length !== before.length || now.some((one, at) => one !== before[at])) this.configure(definitions);
  }

  /** Which tools are known to change nothing may be different from now on. */
  forget(): void {
    this.rule = undefined;
  }

  definition(server: ServerId): ServerDefinition {
    return this.hub.definition(server);
  }

  catalog(server: ServerId, answers?: ClientAnswers): Catalog {
    const whole = this.hub.catalog(server, answers);
    const rule = this.current();
    if (turnsNothingOff(rule)) return whole;
    const byServer = this.catalogs.get(whole) ?? new Map<ServerId, Catalog>();
    this.catalogs.set(whole, byServer);
    const chosen = byServer.get(server) ?? chosenCatalog(rule, server, whole, this.isRead);
    byServer.set(server, chosen);
    return chosen;
  }

  tools(): readonly HubTool[] {
    const all = this.hub.tools();
    const rule = this.current();
    if (turnsNothingOff(rule)) return all;
    if (this.merged?.of !== all)
      this.merged = { of: all, on: all.filter(({ server, tool }) => !this.reason(server, tool)) };
    return this.merged.on;
  }

  async tool(server: ServerId, name: string, signal: AbortSignal, answers?: ClientAnswers): Promise<Tool> {
    const tool = await this.hub.tool(server, name, signal, answers);
    const reason = this.reason(server, tool);
    if (reason) throw turnedOff({ server, kind: "tool", name }, reason);
    return tool;
  }

  toolNow(server: ServerId, name: string, answers?: ClientAnswers): Tool | undefined {
    const tool = this.hub.toolNow(server, name, answers);
    return tool && this.reason(server, tool) ? undefined : tool;
  }

  connect(server: ServerId): Promise<void> {
    return this.hub.connect(server);
  }

  disconnect(server: ServerId): Promise<void> {
    return this.hub.disconnect(server);
  }

  restart(server: ServerId): Promise<void> {
    return this.hub.restart(server);
  }

  subscribe(server: ServerId, uri: string, answers?: ClientAnswers): Disposable {
    const offer: Offer = { server, kind: "resource", name: uri };
    const reason = offReason(this.current(), offer, () => false);
    if (reason) throw turnedOff(offer, reason);
    return this.hub.subscribe(server, uri, answers);
  }

  setLogLevel(server: ServerId, level: ServerLogLevel): Promise<void> {
    return this.hub.setLogLevel(server, level);
  }

  ready(): Promise<void> {
    return this.hub.ready();
  }

  close(): Promise<void> {
    return this.hub.close();
  }

  private inProfile(definitions: readonly ServerDefinition[]): readonly ServerDefinition[] {
    const { profile } = this.choice.rule;
    return profile ? definitions.filter(({ id }) => mayUseServer([profile.scope], id)) : definitions;
  }

  private reason(server: ServerId, tool: Tool): OffReason | undefined {
    return offReason(this.current(), { server, kind: "tool", name: tool.name }, () => this.isRead(server, tool));
  }

  /** The rule that holds now. What was made by another one is made again. */
  private current(): ChoiceRule {
    const { rule } = this.choice;
    if (rule !== this.rule) {
      this.rule = rule;
      this.catalogs = new WeakMap();
      this.merged = undefined;
    }
    return rule;
  }
}

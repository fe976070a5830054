import { createHash } from "node:crypto";
import type { HubTool } from "../../core/catalog/catalog";
import { chosenTools } from "../../core/catalog/chosenTools";
import type { Options } from "../../core/config/schema/settings";
import type { EventStream } from "../../core/hub/eventStream";
import type { Hub } from "../../core/hub/hub";
import type { ToolUses } from "../../core/hub/toolUses";
import type { Clock } from "../../core/kernel/clock";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { Emitter, type Event } from "../../core/kernel/emitter";
import type { HubEvent } from "../../protocol/hubEvent";
import type { Scope } from "../../protocol/scope";

export interface AgentToolsParts {
  readonly hub: Pick<Hub, "tools">;
  readonly stream: Pick<EventStream, "onEvent">;
  readonly options: () => Pick<Options, "agentTools" | "agentToolLimit">;
  readonly uses: Pick<ToolUses, "of">;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
}

/** How long changes are gathered before the agent hears of them, in milliseconds: it reads all tools again. */
const gatherMs = 500;

/** After these, the agent may be offered other tools. */
const listChanges: ReadonlySet<HubEvent["type"]> = new Set([
  "server.catalog",
  "server.removed",
  "config.read",
  "choice.changed",
]);

interface Choice {
  readonly of: readonly HubTool[];
  readonly options: Pick<Options, "agentTools" | "agentToolLimit">;
  readonly scopes: readonly Scope[];
  readonly version: string;
}

/**
 * The tools that the agent of the editor gets directly: an editor bears only so many, and has other ways to the rest. Which they are is
 * decided again when the tools or the settings change, not with each use: a list that changes all the time is worse than one that is a
 * little old.
 */
export class AgentTools implements Disposable {
  private last: Choice | undefined;
  private told: string;
  private readonly changes: Emitter<void>;
  private readonly store = new DisposableStore();
  private gathering: Disposable | undefined;

  constructor(private readonly parts: AgentToolsParts) {
    this.changes = this.store.add(new Emitter<void>(parts.report));
    this.told = this.version;
    this.store.add(
      parts.stream.onEvent(({ type }) => {
        if (listChanges.has(type)) this.lookLater();
      }),
    );
  }

  /** Fires once for all that changes together. */
  get onChange(): Event<void> {
    return this.changes.event;
  }

  /** What the agent may use directly: the same value until something changes. */
  readonly scopes = (): readonly Scope[] => this.choice.scopes;

  /** Changes with everything that the agent is offered. */
  get version(): string {
    return this.choice.version;
  }

  dispose(): void {
    this.gathering?.dispose();
    this.store.dispose();
  }

  private get choice(): Choice {
    const { hub, options: optionsNow, uses } = this.parts;
    const [of, options] = [hub.tools(), optionsNow()];
    if (this.last?.of === of && this.last.options === options) return this.last;
    const named = of.map((one) => ({ one, server: one.server, name: one.tool.name }));
    const chosen = chosenTools(named, {
      patterns: options.agentTools,
      limit: options.agentToolLimit,
      uses: (server, name) => uses.of(server, name),
    });
    const tools = chosen.map(({ server, name }) => `${server}/${name}`);
    const digest = createHash("sha256");
    for (const { one } of chosen) {
      const { modelName, tool, shown } = one;
      digest.update(`${modelName}\n${tool.digest ?? JSON.stringify(tool)}\n${shown ? JSON.stringify(shown) : ""}\n`);
    }
    this.last = { of, options, scopes: [{ tools }], version: digest.digest("hex").slice(0, 16) };
    return this.last;
  }

  private lookLater(): void {
    this.gathering ??= this.parts.clock.after(
      gatherMs,
      () => {
        this.gathering = undefined;
        const { version } = this;
        if (version === this.told) return;
        this.told = version;
        this.changes.fire();
      },
      true,
    );
  }
}

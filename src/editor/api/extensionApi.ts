import type { EventStream } from "../../core/hub/eventStream";
import type { Hub } from "../../core/hub/hub";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import type { HubEvent } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import { Allowance } from "./allowance";
import { orApiError } from "./apiError";
import { type HubForParts, hubFor } from "./hubFor";
import { ListChange } from "./listChange";
import type { McpHub, McpHubExports, McpServer, McpTool } from "./mcpClientHub";
import { isSameServer, serverSeen, toolSeen } from "./views";

export interface ExtensionApiParts extends Pick<HubForParts, "requests" | "services" | "report"> {
  readonly hub: HubForParts["hub"] & Pick<Hub, "tools">;
  readonly stream: Pick<EventStream, "view" | "onEvent">;
  /** The id of this extension, which no other may declare. */
  readonly ownId: string;
  /** An installed extension's id as its author writes it; `undefined` for what is not installed here. */
  readonly installedId: (id: string) => string | undefined;
}

/** Events after which the lists of servers and tools may be others. */
const listEvents: ReadonlySet<HubEvent["type"]> = new Set([
  "server.added",
  "server.removed",
  "server.order",
  "server.state",
  "server.catalog",
  "choice.changed",
]);

/** What other extensions of the editor get: the hub, in versions, each of them under the id that it declares. */
export class ExtensionApi implements Disposable {
  private readonly own = new DisposableStore();
  /** By the id of the extension; there are only as many as are installed. */
  private readonly hubs = new Map<string, McpHub>();
  private readonly servers: ListChange<McpServer>;
  private readonly tools: ListChange<McpTool>;
  readonly exports: McpHubExports = Object.freeze({
    getApi: (version: unknown, extension: unknown) => orApiError(() => this.hubOf(version, extension)),
  });

  constructor(private readonly parts: ExtensionApiParts) {
    const { stream, report } = parts;
    this.servers = this.own.add(new ListChange(this.listServers, isSameServer, report));
    this.tools = this.own.add(new ListChange(this.listTools, (one, other) => one === other, report));
    this.own.add(
      stream.onEvent(({ type }) => {
        if (!listEvents.has(type)) return;
        this.servers.check();
        this.tools.check();
      }),
    );
  }

  /** Ends every subscription; requests that come later are refused. */
  dispose(): void {
    this.own.dispose();
  }

  private readonly listServers = (): readonly McpServer[] =>
    Object.freeze(this.parts.stream.view.servers.map(serverSeen));

  private readonly listTools = (): readonly McpTool[] => Object.freeze(this.parts.hub.tools().map(toolSeen));

  private hubOf(version: unknown, declared: unknown): McpHub {
    if (version !== 1) throw unknownVersion(version);
    const { installedId, ownId } = this.parts;
    const extension = typeof declared === "string" ? installedId(declared) : undefined;
    if (extension === undefined || extension.toLowerCase() === ownId.toLowerCase()) throw unknownExtension(declared);
    const before = this.hubs.get(extension);
    if (before) return before;
    const made = hubFor(extension, this.own.add(new Allowance(extension)), {
      ...this.parts,
      servers: this.listServers,
      tools: this.listTools,
      onServers: (listener) => this.servers.on(listener),
      onTools: (listener) => this.tools.on(listener),
    });
    this.hubs.set(extension, made);
    return made;
  }
}

const unknownVersion = (version: unknown): HubError =>
  new HubError(
    "unsupported",
    message(
      "extensionApi.version",
      "MCP Client Hub does not offer version {version} of its API. Use getApi(1, context.extension.id), or update MCP Client Hub.",
      { version: shown(version) },
    ),
  );

const unknownExtension = (declared: unknown): HubError =>
  new HubError(
    "bad-arguments",
    message(
      "extensionApi.extension",
      '"{extension}" is not the id of another extension that is installed here. Give the id of your own: getApi(1, context.extension.id).',
      { extension: shown(declared) },
    ),
  );

const shown = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? safeLine(String(value), 100) : typeof value;

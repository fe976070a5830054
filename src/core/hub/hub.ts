import type { HubEvent, ServerId } from "../../protocol/hubEvent";
import type { ServerLogLevel } from "../../protocol/serverLogLevel";
import type { ServerAccess } from "../calls/serverAccess";
import type { HubTool, Tool } from "../catalog/catalog";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import type { ConnectionPorts } from "../connection/connectionPorts";
import type { Disposable } from "../kernel/disposable";
import type { StateStore } from "../kernel/ports";
import type { ClientAnswers } from "../questions/clientAnswers";
import type { SupportedFeatures } from "../questions/clientFeatures";
import type { Tasks } from "../tasks/hubTasks";
import type { ClientConnections } from "./clientConnections";
import type { Notifications } from "./notifications";

/** What can be seen of the servers. States and changes are read from the event stream. */
export interface HubDirectory extends Pick<ServerAccess, "definition" | "catalog" | "tool"> {
  /** All tools of all servers that are ready or will be when they are used, in the order of the settings. */
  tools(): readonly HubTool[];
  /** The tool, if its server is ready now and offers it: what `tool` would answer without a wait. */
  toolNow(server: ServerId, name: string, answers?: ClientAnswers): Tool | undefined;
  /** What single clients are offered beside what all are, where that differs. */
  readonly clients: Pick<ClientConnections, "isStarting" | "hasOwn" | "onChange" | "rootsChanged" | "endOf">;
  /** What servers send on their own, as data: to listen to, and the latest of each. */
  readonly notifications: Pick<Notifications, "on" | "history">;
}

/** What can be controlled. Every method rejects with a `HubError`. */
export interface HubControl {
  /** Makes the running servers equal to these definitions: only what changed is stopped, started or restarted. */
  configure(definitions: readonly ServerDefinition[]): void;
  /** Settles when the server is ready; rejects with the reason why it is not. Connecting a ready server does nothing. */
  connect(server: ServerId): Promise<void>;
  /** Settles when nothing of the server is left. It stays stopped, also in the next session, until it is connected again. */
  disconnect(server: ServerId): Promise<void>;
  restart(server: ServerId): Promise<void>;
  /** The tasks that calls run as. */
  readonly tasks: Tasks;
  /**
   * Follows the changes of a resource (notification `notifications/resources/updated`), also after a reconnect, until disposed. `answers`:
   * the client that follows it, where that has a connection of its own.
   */
  subscribe(server: ServerId, uri: string, answers?: ClientAnswers): Disposable;
  /**
   * From which level on clients of the gateway want log messages of the server, until the window closes; what the settings want is sent
   * too. Rejects where the level cannot be set.
   */
  setLogLevel(server: ServerId, level: ServerLogLevel): Promise<void>;
  /** Settles when every server that starts by itself is ready or has failed. */
  ready(): Promise<void>;
  /** Stops everything; settles when no process and no session is left. */
  close(): Promise<void>;
}

/** The hub as its doors see it. What they ask of servers goes through `Requests`, which the hub has no part in. */
export interface Hub extends HubDirectory, HubControl {}

/** What a hub of this process works with. */
export interface HubPorts extends ConnectionPorts {
  readonly publish: (event: HubEvent) => void;
  /** What the hub answers servers itself; nothing unless given. */
  readonly can?: SupportedFeatures;
  /** What outlives the window; without it, nothing does. */
  readonly state?: StateStore;
  /** Runs `wake` when the network has changed. That the machine slept is noticed without it. */
  readonly onNetworkChange?: (wake: () => void) => Disposable;
}

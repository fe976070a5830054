import type { SignIns } from "../../core/auth/signIns";
import type { Grants } from "../../core/calls/approval/grants";
import type { Breakers } from "../../core/calls/limits/guard";
import type { Requests } from "../../core/calls/requests";
import type { ServerConfig } from "../../core/config/schema/serverConfig";
import type { TextChange } from "../../core/config/secrets/liftSecrets";
import type { EventStream } from "../../core/hub/eventStream";
import type { Hub } from "../../core/hub/hub";
import type { Metrics } from "../../core/hub/metrics";
import type { Clock } from "../../core/kernel/clock";
import type { SecretStore } from "../../core/kernel/ports";
import type { ServerId } from "../../protocol/hubEvent";
import type { ResourceFiles } from "../content/resourceFiles";
import type { ResultFiles } from "../content/resultFiles";
import type { Logs } from "../logs/logs";
import type { ShowTask } from "../tasks/showTask";
import type { ServersTree } from "../tree/serversTree";
import type { ShowFailure } from "../ui/showFailure";

/** Where a new entry is written: for the person everywhere, or for this workspace. */
export type SettingsTarget = "user" | "workspace";

/** What the commands ask of the settings. Every method rejects with a `HubError` that says what to do. */
export interface SettingsWriter {
  /** Writes `enabled` into the entry where it stands. */
  setEnabled(server: ServerId, enabled: boolean): Promise<void>;
  /** Adds an entry to `mcpHub.servers`. */
  addServer(server: ServerId, config: ServerConfig, target: SettingsTarget): Promise<void>;
  /** Changes texts inside the server's entry, in an editor where that can be undone, and saves. */
  replaceTexts(server: ServerId, changes: readonly TextChange[]): Promise<void>;
  /** Opens the settings file at the server's entry. */
  openAt(server: ServerId): Promise<void>;
}

/** Values that the person gave for `${input:…}` and that are kept in secret storage. */
export interface StoredInputs {
  /** Forgets those of one server; they are asked for again when it connects. */
  forget(server: ServerId): Promise<void>;
}

/** All that the commands work with. */
export interface CommandPorts {
  readonly hub: Hub;
  readonly stream: EventStream;
  /** The one way to reach a server, policy and approval included. */
  readonly requests: Requests;
  readonly grants: Grants;
  readonly settings: SettingsWriter;
  readonly breakers: Pick<Breakers, "reset">;
  readonly metrics: Pick<Metrics, "figures">;
  readonly clock: Clock;
  readonly inputs: StoredInputs;
  readonly secrets: SecretStore;
  readonly signIns: SignIns;
  readonly logs: Logs;
  readonly tree: ServersTree;
  readonly documents: Pick<ResultFiles, "open">;
  readonly resources: ResourceFiles;
  /** The server that ships with the extension. */
  readonly sample: { readonly name: ServerId; readonly config: ServerConfig };
  readonly showActivity: () => void;
  readonly showFailure: ShowFailure;
  readonly showTask: ShowTask;
}

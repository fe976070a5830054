import * as vscode from "vscode";
import { type Configuration, readConfiguration } from "../../core/config/reading/configuration";
import type { ReadServers } from "../../core/config/reading/readServers";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { Emitter, type Event } from "../../core/kernel/emitter";
import { writtenSettings } from "./writtenSettings";

/** The servers of other apps' files that the settings follow, as they are now. */
export interface FollowedServers {
  readonly servers: readonly ReadServers[];
  readonly onChange: Event<void>;
}

/** Changes within this time are read once: granting trust and opening a workspace each fire several events. */
const debounceMs = 50;

/**
 * The live settings of all scopes: user, remote, workspace and folders. Workspace settings count only while the workspace
 * is trusted. The first access reads them, which takes longer than the rest of the start. Each change reads them again and
 * fires `onChange`.
 */
export class WatchedSettings implements Disposable {
  private readonly store = new DisposableStore();
  private readonly emitter: Emitter<Configuration>;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private read: Configuration | undefined;
  private followed: FollowedServers | undefined;

  /** @param report Receives what listeners throw. */
  constructor(report: (error: unknown) => void) {
    this.emitter = this.store.add(new Emitter(report));
    this.store.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration("mcpHub")) this.readSoon();
      }),
    );
    this.store.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.readSoon()));
    this.store.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.readSoon()));
    this.store.add({ dispose: () => clearTimeout(this.timer) });
  }

  get current(): Configuration {
    this.read ??= readSettings(this.followed?.servers);
    return this.read;
  }

  get onChange(): Event<Configuration> {
    return this.emitter.event;
  }

  /** From now on the servers of these files are there, too. */
  add(followed: FollowedServers): void {
    this.followed = followed;
    this.store.add(followed.onChange(() => this.readSoon()));
  }

  dispose(): void {
    this.store.dispose();
  }

  private readSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.read = readSettings(this.followed?.servers);
      this.emitter.fire(this.read);
    }, debounceMs);
  }
}

/** Reads all settings of this window. */
function readSettings(followed: readonly ReadServers[] = []): Configuration {
  return readConfiguration(writtenSettings(), vscode.workspace.isTrusted, followed);
}

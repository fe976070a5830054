import * as vscode from "vscode";
import { type Configuration, readConfiguration } from "../../core/config/reading/configuration";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { Emitter, type Event } from "../../core/kernel/emitter";
import { writtenSettings } from "./writtenSettings";

/** Changes of one moment are read once: granting trust and opening a workspace each fire several events. */
const settleMs = 50;

/**
 * The settings of all scopes, followed live: user, remote, workspace and folders, the workspace's own only while it is
 * trusted. They are read when they are first asked for, which takes longer than all else at the start, and anew at every
 * change; `onChange` tells of it.
 */
export class WatchedSettings implements Disposable {
  private readonly store = new DisposableStore();
  private readonly emitter: Emitter<Configuration>;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private read: Configuration | undefined;

  /** @param report hears of listeners that throw */
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
    this.read ??= readSettings();
    return this.read;
  }

  get onChange(): Event<Configuration> {
    return this.emitter.event;
  }

  dispose(): void {
    this.store.dispose();
  }

  private readSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.read = readSettings();
      this.emitter.fire(this.read);
    }, settleMs);
  }
}

/** All that the settings of this window say right now. */
export function readSettings(): Configuration {
  return readConfiguration(writtenSettings(), vscode.workspace.isTrusted);
}

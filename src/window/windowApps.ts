import type { ExtensionContext } from "vscode";
import { composeApps } from "../composeApps";
import type { ComposedHub } from "../composedHub";
import { FollowedFiles } from "../core/apps/import/followedFiles";
import { ImportOffer } from "../core/apps/import/importOffer";
import type { Options } from "../core/config/schema/settings";
import type { Clock } from "../core/kernel/clock";
import { type Disposable, DisposableStore } from "../core/kernel/disposable";
import type { StateStore } from "../core/kernel/ports";
import { Registry } from "../core/registry/registry";
import type { CommandPorts } from "../editor/commands/commandPorts";
import { currentRules } from "../editor/commands/import/currentRules";
import { createConfigFiles } from "../editor/configFiles/createConfigFiles";
import { createProposalFiles } from "../editor/content/proposalFiles";
import { watchFiles } from "../editor/development/fileWatches";
import { appSystem, trustedSystem } from "../editor/settings/appSystem";
import type { Secrets } from "../editor/settings/secrets";
import type { WatchedSettings } from "../editor/settings/watchedSettings";
import { SettingsTexts } from "../editor/settings/whole/settingsTexts";
import type { WindowGateway } from "./windowGateway";

export interface WindowAppParts {
  readonly composed: ComposedHub;
  readonly settings: WatchedSettings;
  readonly options: () => Options;
  readonly secrets: Secrets;
  readonly state: StateStore;
  readonly gateway: Pick<WindowGateway, "clients">;
  readonly context: Pick<ExtensionContext, "extensionUri" | "globalStorageUri">;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
}

/** What a window has to do with other apps and their files: it lets them use the hub, brings their servers here, and helps in their files. */
export class WindowApps implements Disposable {
  /** Whether there is something to import. */
  readonly offer: ImportOffer;
  /** What the commands need of it. */
  readonly ports: Pick<CommandPorts, "apps" | "imports" | "registry">;
  /** Brings the entries of apps that use the hub up to date, and begins to follow files. */
  readonly renew: () => Promise<void>;
  private readonly store = new DisposableStore();

  constructor({ composed, settings, options, secrets, state, gateway, context, clock, report }: WindowAppParts) {
    const own = <T extends Disposable>(part: T): T => this.store.add(part);
    const storage = context.globalStorageUri;
    const { hub, stream, registry } = composed;
    const apps = composeApps({
      extension: context.extensionUri.fsPath,
      storage: storage.fsPath,
      state,
      clients: () => gateway.clients,
      system: appSystem,
    });
    const { files, origins } = apps;
    const imports = { files, origins, current: () => settings.current };
    own(createConfigFiles({ storage, files, imports, stream, hub, secrets, clock, report }));
    const rules = () => currentRules(imports, apps.system());
    this.offer = own(new ImportOffer({ system: trustedSystem, files, rules, clock, report }));
    const followed = own(
      new FollowedFiles({
        system: trustedSystem,
        files,
        rules,
        watch: (path, changed) => watchFiles(folderAndName(path), changed),
        clock,
        report,
      }),
    );
    settings.add(followed);
    own(settings.onChange((read) => followed.follow(read.options.follow)));
    this.renew = () => {
      followed.follow(options().follow);
      return apps.renew();
    };
    this.ports = {
      apps: {
        ...apps,
        proposals: own(createProposalFiles()),
        gateway: () => options().gateway,
        profiles: () => Object.keys(options().profiles),
      },
      imports: { ...imports, texts: new SettingsTexts(settings, storage) },
      registry: {
        registry: new Registry({ fetch: registry.fetch, load: (path) => files.load(path) }),
        hasProgram: registry.hasProgram,
        setting: () => options().registry,
      },
    };
  }

  dispose(): void {
    this.store.dispose();
  }
}

/** A file as a pattern in its folder. */
function folderAndName(path: string): { readonly base: string; readonly pattern: string } {
  const at = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  return { base: path.slice(0, at) || "/", pattern: path.slice(at + 1) };
}

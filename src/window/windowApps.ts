import type { ExtensionContext } from "vscode";
import { composeApps } from "../composeApps";
import type { ComposedHub } from "../composedHub";
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
  /** Brings the entries of apps that use the hub up to date. */
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
    this.renew = () => apps.renew();
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

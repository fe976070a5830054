import { type Preset, presetOffers } from "../../../core/registry/presets/preset";
import { presets } from "../../../core/registry/presets/presets";
import type { Registry } from "../../../core/registry/registry";
import type { RegistryPlace } from "../../../core/registry/registryAddress";
import type { RegistryServer } from "../../../core/registry/registryServer";
import { message } from "../../../protocol/message";
import type { Commands } from "../../manifest/commandTable";
import { hasWorkspaceSettings } from "../../settings/workspaceLocation";
import { itemText } from "../../ui/plainText";
import type { Screen } from "../../ui/screen";
import { shownPath } from "../apps/useFromText";
import type { CommandPorts } from "../commandPorts";
import type { ImportWalk } from "../import/importWalk";
import { textRows } from "../import/textRows";
import { chooseRegistry } from "./chooseRegistry";
import { InstallWalk } from "./installWalk";
import { pickRegistryServer } from "./pickRegistryServer";
import { presetTexts, untriedText } from "./registryText";

export type RegistryCommand = "mcpHub.browseServices" | "mcpHub.searchRegistry";

/** What these commands need beside what the others do. */
export interface RegistryCommandPorts {
  readonly registry: Registry;
  /** Whether programs find a program of this name on their PATH. */
  readonly hasProgram: (name: string) => Promise<boolean>;
  /** `mcpHub.registry`, as it is written. */
  readonly setting: () => string;
}

/** Commands that add servers which the person does not have yet: named services, and those of a registry. */
export function registryCommands(ports: CommandPorts, imports: ImportWalk): Pick<Commands, RegistryCommand> {
  const walk = new InstallWalk(ports.screen, ports, imports, hasWorkspaceSettings);
  return {
    "mcpHub.browseServices": async () => {
      const title = message("command.browseServices", "Browse Services");
      let active: Preset | undefined;
      for (;;) {
        const preset = await pickPreset(ports.screen, title, active);
        if (!preset) return;
        active = preset;
        const done = await walk.run({
          title: message("registry.addTitle", "Add {name}", { name: preset.title }),
          name: preset.id,
          offers: presetOffers(preset),
          source: { id: "services", name: message("registry.services", "Services"), place: preset.source },
          notes: [untriedText(preset)],
        });
        if (done === "done") return;
      }
    },
    "mcpHub.searchRegistry": async () => {
      const title = message("command.searchRegistry", "Search Registry");
      const place = await chooseRegistry(ports.screen, title, ports.registry.setting(), ports.apps.system().home);
      if (!place) return;
      let text = "";
      for (;;) {
        const picked = await pickRegistryServer({
          title,
          where: whereText(place, ports),
          search: (search, signal) => ports.registry.registry.search(place, search, signal),
          clock: ports.clock,
          known: ports.stream.view.servers.map(({ id }) => id),
          text,
        });
        if (!picked) return;
        text = picked.text;
        if (await refused(ports.screen, picked.server)) continue;
        const done = await walk.run({
          title: message("registry.addTitle", "Add {name}", { name: picked.server.name }),
          name: picked.server.name,
          offers: picked.server.offers,
          source: { id: "registry", name: message("registry.registry", "MCP Registry"), place: placeText(place) },
          notes: [],
        });
        if (done === "done") return;
      }
    },
  };
}

async function pickPreset(screen: Screen, title: string, active: Preset | undefined): Promise<Preset | undefined> {
  const placeholder = message("registry.pickService", "Select a service to add");
  const all = presets();
  const items = all.map((preset) => {
    const { label, description, detail } = presetTexts(preset);
    return { label: itemText(label), description: itemText(description), detail: itemText(detail), value: preset };
  });
  const same = all.find(({ id }) => id === active?.id);
  const reply = await screen.choice({ title, placeholder }, items, same);
  return reply.kind === "value" ? reply.value : undefined;
}

/** Says why a server cannot be installed, where it has no way that the hub can use. */
async function refused(screen: Screen, { name, offers, unusable, repository }: RegistryServer): Promise<boolean> {
  if (offers.length > 0) return false;
  const title = message("registry.refusedTitle", '"{name}" cannot be installed from here', { name });
  const reasons =
    unusable.length > 0
      ? unusable
      : [message("registry.nothingOffered", "Its description names neither a package nor an address.")];
  const open = message("registry.openRepository", "Open Repository");
  const placeholder = message("registry.why", "Why it cannot be used");
  const reply = await screen.choice<"back" | "open" | "look">(
    { title: itemText(title, 120), placeholder },
    [
      ...textRows(reasons),
      { label: message("registry.backToList", "Back to the List"), value: "back" },
      ...(repository === undefined ? [] : [{ label: open, description: itemText(repository), value: "open" as const }]),
    ],
    "back",
  );
  if (reply.kind === "value" && reply.value === "open" && repository !== undefined) await screen.browse(repository);
  return true;
}

const placeText = (place: RegistryPlace): string => (place.kind === "file" ? place.path : place.url);

const whereText = (place: RegistryPlace, { apps }: CommandPorts): string =>
  place.kind === "file" ? shownPath(place.path, apps.system()) : new URL(place.url).host;

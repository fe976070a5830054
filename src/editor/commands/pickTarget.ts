import { asShown, type HubTool, type Prompt, type Resource, type ResourceTemplate } from "../../core/catalog/catalog";
import { inSlices } from "../../core/kernel/timeSlices";
import type { DetachedTask, ServerId } from "../../protocol/hubEvent";
import type { ServerView } from "../../protocol/hubView";
import { message, nameOfServer } from "../../protocol/message";
import { shortState } from "../../protocol/summary";
import type { CommandId } from "../manifest/commandTable";
import { resourceLabels } from "../tree/entryNodes";
import { stateIcon } from "../tree/treeItemData";
import { itemText } from "../ui/plainText";
import type { ChoiceItem } from "../ui/quickInput";
import type { Screen } from "../ui/screen";
import type { CommandPorts } from "./commandPorts";

/** Asks for a server. If no server fits, shows `none` and returns `undefined`. */
export async function pickServer(
  { stream, screen }: Pick<CommandPorts, "stream" | "screen">,
  title: string,
  fits: (server: ServerView) => boolean,
  none: string,
): Promise<ServerId | undefined> {
  const items = stream.view.servers.filter(fits).map((server) => ({
    label: `$(${stateIcon(server).id}) ${itemText(nameOfServer(server.id))}`,
    description: itemText(shortState(server)),
    value: server.id,
  }));
  return pick(screen, title, message("pick.server", "Select a server"), items, none);
}

/** What is offered, and the screen on which one of it is chosen. */
type Offers = Pick<CommandPorts, "hub" | "screen">;

/** Asks for a tool of one server, or of all connected servers. */
export async function pickTool(
  { hub, screen }: Offers,
  server: ServerId | undefined,
  title = message("command.callTool", "Call Tool"),
): Promise<HubTool | undefined> {
  const items: ChoiceItem<HubTool>[] = [];
  // In time slices: there may be thousands of tools with long descriptions.
  for await (const candidate of inSlices(hub.tools()))
    if (server === undefined || candidate.server === server) {
      const { name, description, title: toolTitle } = asShown(candidate);
      const own = candidate.tool.name;
      items.push(item(name === own ? name : `${name} (${own})`, candidate.server, description ?? toolTitle, candidate));
    }
  const none =
    server === undefined
      ? message("pick.noTools", "No connected server offers a tool.")
      : message("pick.noToolsOfServer", "The server {server} currently offers no tools.", { server });
  return pick(screen, title, message("pick.tool", "Select a tool"), items, none);
}

export type PickedResource = { readonly server: ServerId } & (Resource | ResourceTemplate);

export const pickResource = (
  { hub, screen }: Offers,
  servers: readonly ServerId[],
): Promise<PickedResource | undefined> =>
  pick(
    screen,
    message("command.openResource", "Open Resource"),
    message("pick.resource", "Select a resource"),
    servers.flatMap((server) => {
      const catalog = hub.catalog(server);
      const labels = resourceLabels(catalog);
      return [...catalog.resources, ...catalog.resourceTemplates].map((entry, at) =>
        item(labels[at] ?? "", server, "uri" in entry ? entry.uri : entry.uriTemplate, { server, ...entry }),
      );
    }),
    message("pick.noResources", "No connected server offers a resource."),
  );

/** Asks for one of the detached tasks. */
export const pickDetachedTask = <T extends DetachedTask & { readonly server: ServerId }>(
  screen: Screen,
  tasks: readonly T[],
): Promise<T | undefined> =>
  pick(
    screen,
    message("command.showTaskResult", "Show Task Result"),
    message("pick.task", "Select a task"),
    tasks.map((task) => {
      const state = task.ended ? message("task.hasEnded", "has ended") : message("task.isRunning", "is still running");
      return item(task.tool, task.server, state, task);
    }),
    message(
      "pick.noTasks",
      "No server has a task from an earlier session. Tasks of this session show their progress in a notification.",
    ),
  );

export type PickedPrompt = { readonly server: ServerId; readonly prompt: Prompt };

export const pickPrompt = ({ hub, screen }: Offers, servers: readonly ServerId[]): Promise<PickedPrompt | undefined> =>
  pick(
    screen,
    message("command.getPrompt", "Get Prompt"),
    message("pick.prompt", "Select a prompt"),
    servers.flatMap((server) =>
      hub
        .catalog(server)
        .prompts.map((prompt) => item(prompt.title || prompt.name, server, prompt.description, { server, prompt })),
    ),
    message("pick.noPrompts", "No connected server offers a prompt."),
  );

function item<T>(name: string, server: ServerId, about: string | undefined, value: T): ChoiceItem<T> {
  const label = itemText(name) || message("pick.noName", "(no name)");
  return { label, description: itemText(nameOfServer(server)), detail: itemText(about ?? ""), value };
}

const showServers: CommandId = "mcpHub.showServers";

async function pick<T>(
  screen: Screen,
  title: string,
  placeholder: string,
  items: readonly ChoiceItem<T>[],
  none: string,
): Promise<T | undefined> {
  if (items.length === 0) {
    if (await screen.offer(none, message("button.showServers", "Show Servers"))) await screen.run(showServers);
    return undefined;
  }
  const reply = await screen.choice({ title, placeholder }, items);
  return reply.kind === "value" ? reply.value : undefined;
}

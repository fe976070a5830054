import * as vscode from "vscode";
import type { HubTool, Prompt, Resource, ResourceTemplate } from "../../core/catalog/catalog";
import type { EventStream } from "../../core/hub/eventStream";
import type { Hub } from "../../core/hub/hub";
import { inSlices } from "../../core/kernel/timeSlices";
import type { DetachedTask, ServerId } from "../../protocol/hubEvent";
import type { ServerView } from "../../protocol/hubView";
import type { CommandId } from "../manifest/commandTable";
import { shortState, stateIcon } from "../tree/treeItemData";
import { itemText } from "../ui/plainText";
import { askChoice, type ChoiceItem } from "../ui/quickInput";

/** Lets the person choose a server; says `none` and gives `undefined` where no server fits. */
export async function pickServer(
  stream: EventStream,
  title: string,
  fits: (server: ServerView) => boolean,
  none: string,
): Promise<ServerId | undefined> {
  const items = stream.view.servers.filter(fits).map((server) => ({
    label: `$(${stateIcon(server).id}) ${itemText(server.label)}`,
    description: itemText(shortState(server)),
    value: server.id,
  }));
  return pick(title, "Choose a server", items, none);
}

type Lists = Pick<Hub, "tools" | "catalog">;

/** Lets the person choose a tool, of one server or of all that are ready. */
export async function pickTool(
  hub: Lists,
  server: ServerId | undefined,
  title = "Call Tool",
): Promise<HubTool | undefined> {
  const items: ChoiceItem<HubTool>[] = [];
  // In turns: there may be thousands, with long descriptions.
  for await (const one of inSlices(hub.tools()))
    if (server === undefined || one.server === server)
      items.push(item(one.tool.name, one.server, one.tool.description ?? one.tool.title, one));
  const none =
    server === undefined ? "No server that is ready offers a tool." : `The server ${server} offers no tools now.`;
  return pick(title, "Choose a tool", items, none);
}

export type PickedResource = { readonly server: ServerId } & (Resource | ResourceTemplate);

export const pickResource = (hub: Lists, servers: readonly ServerId[]): Promise<PickedResource | undefined> =>
  pick(
    "Open Resource",
    "Choose a resource",
    servers.flatMap((server) => {
      const { resources, resourceTemplates } = hub.catalog(server);
      return [...resources, ...resourceTemplates].map((one) =>
        item(one.title || one.name, server, "uri" in one ? one.uri : one.uriTemplate, { server, ...one }),
      );
    }),
    "No server that is ready offers a resource.",
  );

/** Lets the person choose one of the tasks that are left from before. */
export const pickDetachedTask = <T extends DetachedTask & { readonly server: ServerId }>(
  left: readonly T[],
): Promise<T | undefined> =>
  pick(
    "Show Task Result",
    "Choose a task",
    left.map((task) => item(task.tool, task.server, task.ended ? "has ended" : "is still running", task)),
    "No server has a task from before. Tasks that run now show their progress.",
  );

export type PickedPrompt = { readonly server: ServerId; readonly prompt: Prompt };

export const pickPrompt = (hub: Lists, servers: readonly ServerId[]): Promise<PickedPrompt | undefined> =>
  pick(
    "Get Prompt",
    "Choose a prompt",
    servers.flatMap((server) =>
      hub
        .catalog(server)
        .prompts.map((prompt) => item(prompt.title || prompt.name, server, prompt.description, { server, prompt })),
    ),
    "No server that is ready offers a prompt.",
  );

function item<T>(name: string, server: ServerId, about: string | undefined, value: T): ChoiceItem<T> {
  return { label: itemText(name) || "(no name)", description: itemText(server), detail: itemText(about ?? ""), value };
}

const showServers = { label: "Show Servers", command: "mcpHub.showServers" satisfies CommandId };

async function pick<T>(
  title: string,
  placeholder: string,
  items: readonly ChoiceItem<T>[],
  none: string,
): Promise<T | undefined> {
  if (items.length === 0) {
    const button = await vscode.window.showInformationMessage(none, showServers.label);
    if (button !== undefined) await vscode.commands.executeCommand(showServers.command);
    return undefined;
  }
  const reply = await askChoice({ title, placeholder }, items);
  return reply.kind === "value" ? reply.value : undefined;
}

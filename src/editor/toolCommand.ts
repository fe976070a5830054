import * as vscode from "vscode";
import { newCall } from "../core/calls/toolCall";
import type { Arguments } from "../core/forms/fillForm";
import type { Hub, HubTool } from "../core/hub";
import { HubError } from "../core/hubError";
import type { ServerId } from "../protocol/hubEvent";
import { callProgress } from "./callProgress";
import { rememberingForm } from "./callToolForm";
import type { CommandPorts } from "./commandPorts";
import type { Commands } from "./commandTable";
import { toolDocument } from "./documentText";
import { pickTool } from "./pickTarget";
import { noticeText } from "./plainText";
import { toSignal } from "./signal";
import { targetOf } from "./target";

/** Calls a tool by a form, and opens its result. */
export function toolCommand(ports: CommandPorts): Pick<Commands, "mcpHub.callTool"> {
  const { hub, showFailure, documents } = ports;
  const askArguments = rememberingForm();
  return {
    "mcpHub.callTool": async (argument) => {
      const { server, name } = targetOf(argument);
      let at = server === undefined ? undefined : { server, tool: name };
      try {
        const found = await findTool(hub, server, name);
        if (!found) return;
        at = { server: found.server, tool: found.tool.name };
        const args = await askArguments(found);
        if (!args) return;
        const result = await run(ports, found, args);
        await documents.open(toolDocument(found.server, found.tool.name, result));
      } catch (error) {
        showFailure(error, at);
      }
    },
  };
}

async function findTool(hub: Hub, server?: ServerId, name?: string): Promise<HubTool | undefined> {
  if (server === undefined || name === undefined) return pickTool(hub, server);
  const found = hub.tools().find((one) => one.server === server && one.tool.name === name);
  if (found) return found;
  throw new HubError(
    "unknown-tool",
    `"${server}" offers no tool "${name}" now. Look at its state in the view Servers.`,
  );
}

const run = ({ callTool }: CommandPorts, { server, tool }: HubTool, args: Arguments) =>
  vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: noticeText(`Running ${tool.name} on ${server}`, 120),
      cancellable: true,
    },
    (progress, token) =>
      callTool(
        newCall({
          server,
          tool: tool.name,
          args,
          door: "command",
          signal: toSignal(token),
          onProgress: callProgress(progress),
        }),
      ),
  );

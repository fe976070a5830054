import * as vscode from "vscode";
import { newCall } from "../../core/calls/toolCall";
import type { HubTool } from "../../core/catalog/catalog";
import { type Arguments, fillForm } from "../../core/forms/fillForm";
import { formField, formFields } from "../../core/forms/formFields";
import type { Hub } from "../../core/hub/hub";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { toolDocument } from "../../core/presentation/resultDocument";
import type { ServerId } from "../../protocol/hubEvent";
import type { Commands } from "../manifest/commandTable";
import { formAsker } from "../ui/formAsker";
import { noticeText } from "../ui/plainText";
import { toSignal } from "../ui/signal";
import { progressReporter } from "../ui/viewProgress";
import type { CommandPorts } from "./commandPorts";
import { targetOf } from "./commandTarget";
import { pickTool } from "./pickTarget";

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

const run = ({ requests }: CommandPorts, { server, tool }: HubTool, args: Arguments) =>
  vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: noticeText(`Running ${tool.name} on ${server}`, 120),
      cancellable: true,
    },
    (progress, token) =>
      requests.callTool(
        newCall({
          server,
          tool: tool.name,
          args,
          caller: { door: "command" },
          signal: toSignal(token),
          onProgress: progressReporter(progress),
        }),
      ),
  );

/** How many tools' last arguments are remembered. */
const remembered = 100;

/**
 * Asks for a tool's arguments field by field; `undefined` when the person cancels. The arguments of the last time, kept for
 * this session only, are where each field starts.
 */
type AskArguments = (tool: HubTool) => Promise<Arguments | undefined>;

function rememberingForm(): AskArguments {
  const last = new Map<string, Arguments>();
  return async ({ server, tool }) => {
    const key = `${server}/${tool.name}`;
    const args = await askArguments(safeLine(tool.name, 60), tool.inputSchema, last.get(key));
    if (!args) return undefined;
    last.delete(key); // the newest stands last
    last.set(key, args);
    for (const oldest of [...last.keys()].slice(0, -remembered)) last.delete(oldest);
    return args;
  };
}

async function askArguments(
  title: string,
  schema: HubTool["tool"]["inputSchema"],
  before: Arguments | undefined,
): Promise<Arguments | undefined> {
  const fields = formFields(schema);
  if (fields) return fillForm(fields, formAsker(title), before);

  const whole = { ...formField("arguments", schema, schema, true), label: "Arguments as a JSON object" };
  const answer = await fillForm([whole], formAsker(title), { arguments: before ?? {} });
  const args = answer?.arguments;
  return typeof args === "object" && args !== null ? { ...args } : undefined;
}

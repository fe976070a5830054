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
import { message } from "../../protocol/message";
import type { Commands } from "../manifest/commandTable";
import { formAsker } from "../ui/formAsker";
import { noticeText } from "../ui/plainText";
import { toSignal } from "../ui/signal";
import { progressReporter } from "../ui/viewProgress";
import type { CommandPorts } from "./commandPorts";
import { targetOf } from "./commandTarget";
import { pickTool } from "./pickTarget";

/** Asks for a tool's arguments, calls the tool and opens its result. */
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
    message("tool.unknown", 'Server "{server}" currently has no tool "{tool}". Check its state in the Servers view.', {
      server,
      tool: name,
    }),
  );
}

const run = ({ requests }: CommandPorts, { server, tool }: HubTool, args: Arguments) =>
  vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: noticeText(message("tool.running", "Running {tool} on {server}", { tool: tool.name, server }), 120),
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

/** The most tools whose last arguments are remembered. */
const remembered = 100;

/**
 * Asks for a tool's arguments field by field; `undefined` if the person cancels. Fields start with the arguments of the last
 * call, which are kept for this session only.
 */
type AskArguments = (tool: HubTool) => Promise<Arguments | undefined>;

function rememberingForm(): AskArguments {
  const last = new Map<string, Arguments>();
  return async ({ server, tool }) => {
    const key = `${server}/${tool.name}`;
    const args = await askArguments(safeLine(tool.name, 60), tool.inputSchema, last.get(key));
    if (!args) return undefined;
    last.delete(key); // keeps the newest entry last
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

  const whole = {
    ...formField("arguments", schema, schema, true),
    label: message("tool.json", "Arguments as a JSON object"),
  };
  const answer = await fillForm([whole], formAsker(title), { arguments: before ?? {} });
  const args = answer?.arguments;
  return typeof args === "object" && args !== null ? { ...args } : undefined;
}

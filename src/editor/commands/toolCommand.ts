import { changedText } from "../../core/calls/pinned";
import { newCall } from "../../core/calls/toolCall";
import { asShown, type HubTool } from "../../core/catalog/catalog";
import { type Arguments, fillForm } from "../../core/forms/fillForm";
import { type FormField, formField, formFields } from "../../core/forms/formFields";
import { LastArguments } from "../../core/forms/lastArguments";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { toolDocument } from "../../core/presentation/resultDocument";
import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { CommandId, Commands } from "../manifest/commandTable";
import { formAsker } from "../ui/formAsker";
import type { Screen } from "../ui/screen";
import type { CommandPorts } from "./commandPorts";
import { targetOf } from "./commandTarget";
import { pickTool } from "./pickTarget";

type ToolPorts = Pick<CommandPorts, "hub" | "requests" | "pins" | "documents" | "showFailure" | "screen">;

/** Asks for a tool's arguments, calls the tool and opens its result. */
export function toolCommand(ports: ToolPorts): Pick<Commands, "mcpHub.callTool"> {
  const { showFailure, documents } = ports;
  const askArguments = rememberingForm(ports.screen);
  return {
    "mcpHub.callTool": async (argument) => {
      const { server, name } = targetOf(argument);
      let at = server === undefined ? undefined : { server, tool: name };
      try {
        const found = await findTool(ports, server, name);
        if (!found) return;
        at = { server: found.server, tool: found.tool.name };
        warnOfChange(ports, found);
        const filled = await askArguments(found);
        if (!filled) return;
        const result = await run(ports, found, filled);
        await documents.open(toolDocument(found.server, found.tool.name, result));
      } catch (error) {
        showFailure(error, at);
      }
    },
  };
}

/** The person's own call is not refused, but says that the tool is not what it was. */
function warnOfChange({ pins, screen, showFailure }: ToolPorts, { server, tool }: HubTool): void {
  const subject = { kind: "tool", name: tool.name } as const;
  if (!pins.isChanged(server, subject, tool.digest)) return;
  const reviewTool: CommandId = "mcpHub.reviewTool";
  const review = {
    label: message("button.reviewChange", "Review Change"),
    run: () => screen.run(reviewTool, { server, name: tool.name }),
  };
  screen.follow(changedText({ server }, subject), [review], { isWarning: true, failed: showFailure });
}

async function findTool(ports: ToolPorts, server?: ServerId, name?: string): Promise<HubTool | undefined> {
  if (server === undefined || name === undefined) return pickTool(ports, server);
  const found = ports.hub.tools().find((one) => one.server === server && one.tool.name === name);
  if (found) return found;
  throw new HubError(
    "unknown-tool",
    message("tool.unknown", 'Server "{server}" currently has no tool "{tool}". Check its state in the Servers view.', {
      server,
      tool: name,
    }),
  );
}

/** A call whose arguments the person entered or saw is allowed by that. */
const run = ({ requests, screen }: ToolPorts, { server, tool }: HubTool, { args, wasSeen }: FilledForm) =>
  screen.busy(message("tool.running", "Running {tool} on {server}", { tool: tool.name, server }), ({ signal, step }) =>
    requests.callTool(
      newCall({
        server,
        tool: tool.name,
        args,
        caller: { door: "command" },
        ...(wasSeen && { byHand: true }),
        signal,
        onProgress: step,
      }),
    ),
  );

/** The arguments of a call. `wasSeen`: a form showed all that is sent, and the person went through it. */
interface FilledForm {
  readonly args: Arguments;
  readonly wasSeen: boolean;
}

/**
 * Asks for a tool's arguments field by field; `undefined` if the person cancels. Fields start with the arguments of the last
 * call, which are kept for this session only.
 */
type AskArguments = (tool: HubTool) => Promise<FilledForm | undefined>;

function rememberingForm(screen: Screen): AskArguments {
  const last = new LastArguments();
  return async (of) => {
    const { server, tool } = of;
    const { inputSchema } = asShown(of);
    const title = safeLine(tool.name, 60);
    const fields = formFields(inputSchema);
    if (fields?.length === 0) return { args: {}, wasSeen: false };
    const args = await askArguments(screen, title, fields, inputSchema, last.of(server, tool.name));
    if (!args) return undefined;
    last.keep(server, tool.name, args);
    return { args, wasSeen: true };
  };
}

async function askArguments(
  screen: Screen,
  title: string,
  fields: readonly FormField[] | undefined,
  schema: HubTool["tool"]["inputSchema"],
  before: Arguments | undefined,
): Promise<Arguments | undefined> {
  if (fields) return fillForm(fields, formAsker(screen, title), before);

  const whole = {
    ...formField("arguments", schema, schema, true),
    label: message("tool.json", "Arguments as a JSON object"),
  };
  const answer = await fillForm([whole], formAsker(screen, title), { arguments: before ?? {} });
  const args = answer?.arguments;
  return typeof args === "object" && args !== null ? { ...args } : undefined;
}

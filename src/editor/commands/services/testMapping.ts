import * as z from "zod";
import type { MethodEntry, ServiceDoor } from "../../../core/calls/services/serviceDoor";
import { type Arguments, fillForm } from "../../../core/forms/fillForm";
import { formFields } from "../../../core/forms/formFields";
import { safeLine } from "../../../core/kernel/redact";
import type { ServerId } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import { trialText } from "../../content/trialText";
import type { Commands } from "../../manifest/commandTable";
import { formAsker } from "../../ui/formAsker";
import { itemText } from "../../ui/plainText";
import type { ChoiceItem } from "../../ui/quickInput";
import type { Screen } from "../../ui/screen";
import type { CommandPorts } from "../commandPorts";
import { noServerText } from "../commandTarget";
import { pickServer } from "../pickTarget";

type TestPorts = Pick<CommandPorts, "services" | "stream" | "documents" | "screen">;

/** Tries a row of `mcpHub.services`, or a method on a server, and shows each step from the row to the typed result. */
export const testMapping = (ports: TestPorts): Pick<Commands, "mcpHub.testServiceMapping"> => ({
  "mcpHub.testServiceMapping": async () => {
    const door = await ports.services();
    const chosen = await pickSubject(ports.screen, door);
    if (!chosen) return;
    const { entry, row } = chosen;
    const server = chosen.server ?? (await pickAble(ports, door, entry));
    if (server === undefined) return;
    const input = await argumentsOf(ports.screen, entry);
    if (!input) return;
    const method = entry.method;
    const running = message("trial.running", "Testing {method} on {server}", { method, server });
    const report = await ports.screen.busy(running, ({ signal, step }) =>
      door.trial({
        server,
        method,
        input,
        // Not `byHand`: the person has seen the arguments of the method, and not yet the tool and what it is sent.
        caller: { door: "command" },
        signal,
        facts: () => ({ onProgress: step }),
        ...(row !== undefined && { row }),
      }),
    );
    const text = trialText({ server, method, report });
    await ports.documents.open({ name: `${method}.md`, text, folder: server, isRendered: true });
  },
});

/** What is tried: a method, by one row of the person's or as every call does it. */
interface Subject {
  readonly entry: MethodEntry;
  readonly row?: number;
  readonly server?: ServerId;
}

const title = () => message("command.testServiceMapping", "Test Service Mapping");

async function pickSubject(screen: Screen, { methods, ownRows }: ServiceDoor): Promise<Subject | undefined> {
  const rows = ownRows().flatMap(({ method, tool, server }, row): ChoiceItem<Subject>[] => {
    const entry = methods.find((one) => one.method === method);
    if (!entry) return [];
    const where = server ?? message("trial.everyServer", "every server with this tool");
    return [
      {
        label: `$(list-selection) ${itemText(tool)}`,
        description: method,
        detail: itemText(
          message("trial.ownRow", "Row {number} of mcpHub.services, for {where}", { number: row + 1, where }),
        ),
        value: { entry, row, ...(server !== undefined && { server }) },
      },
    ];
  });
  const whole = methods.map((entry) => ({ label: entry.method, detail: entry.about, value: { entry } }));
  const placeholder = message("trial.pick", "Select a row of your settings, or a method");
  const reply = await screen.choice<Subject>({ title: title(), placeholder }, [...rows, ...whole]);
  return reply.kind === "value" ? reply.value : undefined;
}

/** The servers that can do it; all of them where none can, to see why. */
function pickAble(ports: TestPorts, door: ServiceDoor, { method }: MethodEntry): Promise<ServerId | undefined> {
  const able = new Set(
    ports.stream.view.servers.filter(({ id }) => door.means(id, method) !== undefined).map(({ id }) => id),
  );
  return pickServer(ports, title(), ({ id }) => able.size === 0 || able.has(id), noServerText());
}

/** The arguments of the method by the form that every tool has. */
async function argumentsOf(screen: Screen, { method, input }: MethodEntry): Promise<Arguments | undefined> {
  const fields = formFields(z.toJSONSchema(input, { target: "draft-7", io: "input" }));
  return fields && fillForm(fields, formAsker(screen, safeLine(method, 60)));
}

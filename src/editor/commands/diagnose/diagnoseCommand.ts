import { diagnosisMarkdown } from "../../../core/diagnosis/diagnosisText";
import type { Diagnosis } from "../../../core/diagnosis/finding";
import type { ServerId } from "../../../protocol/hubEvent";
import { message, nameOfServer } from "../../../protocol/message";
import { shortState } from "../../../protocol/summary";
import type { Commands } from "../../manifest/commandTable";
import { stateIcon } from "../../tree/treeItemData";
import { itemText } from "../../ui/plainText";
import { withViewProgress } from "../../ui/viewProgress";
import type { CommandPorts } from "../commandPorts";
import { noServerText, targetOf } from "../commandTarget";
import { applyFix } from "./applyFix";
import { diagnosisSummary, fixChoices } from "./diagnosisChoices";

type DiagnosePorts = Pick<CommandPorts, "doctor" | "hub" | "stream" | "documents" | "showFailure" | "screen"> &
  Parameters<typeof applyFix>[0];

/** Says why a server does not work, or all of them, and offers what helps. */
export const diagnoseCommand = (ports: DiagnosePorts): Pick<Commands, "mcpHub.diagnose"> => ({
  "mcpHub.diagnose": async (argument) => {
    const server = targetOf(argument).server;
    const servers = server === undefined ? await pickServers(ports) : [server];
    if (!servers) return;
    const diagnoses = await diagnosed(ports, servers);
    if (!diagnoses) return;
    if (diagnoses.every(({ findings }) => findings.length === 0) && diagnoses.length === 1) {
      ports.screen.say(diagnosisSummary(diagnoses));
      return;
    }
    const name = diagnoses.length === 1 ? `${nameOfServer(servers[0] ?? "")} diagnosis.md` : "MCP Hub diagnosis.md";
    const choices = fixChoices(diagnoses);
    // A document that is drawn late would take the keys from the choice of a fix.
    const preserveFocus = choices.length > 0;
    await ports.documents.open({ name, text: diagnosisMarkdown(diagnoses), isRendered: true }, { preserveFocus });
    if (choices.length === 0) return;
    const title = message("diagnose.title", "Diagnose: {summary}", { summary: diagnosisSummary(diagnoses) });
    const placeholder = message("diagnose.choose", "Select a fix");
    const reply = await ports.screen.choice({ title, placeholder }, choices);
    if (reply.kind !== "value") return;
    const { server: fixed, fix } = reply.value;
    await withViewProgress(ports.screen, fixed, ports.showFailure, () => applyFix(ports, fixed, fix));
  },
});

/** The servers to diagnose; those with a problem first. `undefined` after a cancel, and where there is none. */
async function pickServers({ stream, screen }: DiagnosePorts): Promise<readonly ServerId[] | undefined> {
  const all = stream.view.servers.map(({ id }) => id);
  if (all.length === 0) {
    screen.say(noServerText());
    return undefined;
  }
  const isFine = (kind: string) => kind === "ready" || kind === "stopped";
  const items = stream.view.servers
    .toSorted((a, b) => Number(isFine(a.state.kind)) - Number(isFine(b.state.kind)))
    .map((server) => ({
      label: `$(${stateIcon(server).id}) ${itemText(nameOfServer(server.id))}`,
      description: itemText(shortState(server)),
      value: [server.id],
    }));
  const everything = {
    label: `$(checklist) ${message("diagnose.everything", "All servers")}`,
    description: "",
    value: all,
  };
  const title = message("command.diagnose", "Diagnose");
  const placeholder = message("diagnose.server", "Select a server, or all servers");
  const reply = await screen.choice({ title, placeholder }, [...items, everything]);
  return reply.kind === "value" ? reply.value : undefined;
}

/** One server after the other, so that they do not slow each other down; `undefined` after a cancel. */
async function diagnosed(
  { doctor, hub, screen }: DiagnosePorts,
  servers: readonly ServerId[],
): Promise<readonly Diagnosis[] | undefined> {
  const title = message("diagnose.running", "Diagnosing");
  return screen.busy(title, async ({ signal, say }) => {
    const diagnoses: Diagnosis[] = [];
    for (const server of servers) {
      say(nameOfServer(server));
      try {
        diagnoses.push(await doctor.diagnose(hub.definition(server), signal));
      } catch (error) {
        if (signal.aborted) return undefined;
        throw error;
      }
    }
    return diagnoses;
  });
}

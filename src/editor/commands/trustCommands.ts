import * as vscode from "vscode";
import type { ServerId } from "../../protocol/hubEvent";
import type { Commands } from "../manifest/commandTable";
import { itemText } from "../ui/plainText";
import { askChoice } from "../ui/quickInput";
import type { CommandPorts } from "./commandPorts";
import { targetOf } from "./commandTarget";
import { pickServer } from "./pickTarget";

type TrustCommand =
  | "mcpHub.trustServer"
  | "mcpHub.stopTrustingServer"
  | "mcpHub.forgetApprovals"
  | "mcpHub.forgetInputs";

/** What the person allowed, believes and told: said once, and taken back here. */
export function trustCommands(ports: CommandPorts): Pick<Commands, TrustCommand> {
  const { stream, grants, inputs, tree } = ports;

  const setTrust = async (argument: unknown, trusted: boolean) => {
    const title = trusted ? "Trust Server's Annotations" : "Stop Trusting Server's Annotations";
    const none = trusted ? "There is no other server to trust." : "You trust no server's annotations.";
    const server =
      targetOf(argument).server ?? (await pickServer(stream, title, ({ id }) => grants.trusts(id) !== trusted, none));
    if (server === undefined) return;
    if (trusted && !(await confirmed(server))) return;
    await grants.trust(server, trusted);
    tree.refresh(server);
    say(`What ${server} says about its own tools is ${trusted ? "trusted" : "no longer trusted"}.`);
  };

  return {
    "mcpHub.trustServer": (argument) => setTrust(argument, true),
    "mcpHub.stopTrustingServer": (argument) => setTrust(argument, false),
    "mcpHub.forgetApprovals": async (argument) => {
      const target = targetOf(argument).server;
      const choice = target === undefined ? await pickOneOrAll(ports) : { server: target };
      if (!choice) return;
      await grants.forget(choice.server);
      for (const { id } of stream.view.servers) tree.refresh(id);
      say(`What you allowed for ${choice.server ?? "all servers"} is forgotten. You will be asked again.`);
    },
    "mcpHub.forgetInputs": async (argument) => {
      const server =
        targetOf(argument).server ??
        (await pickServer(stream, "Forget Stored Inputs", () => true, "No server is configured."));
      if (server === undefined) return;
      await inputs.forget(server);
      say(`The stored inputs of ${server} are forgotten. They are asked for when it connects again.`);
    },
  };
}

const say = (text: string): void => void vscode.window.showInformationMessage(text);

/** A claim that a tool only reads can be false; whoever believes it must know. */
async function confirmed(server: ServerId): Promise<boolean> {
  const trust = "Trust";
  const answer = await vscode.window.showWarningMessage(
    `Trust what ${server} says about its own tools?`,
    {
      modal: true,
      detail:
        "With the setting mcpHub.approval at “writes”, tools that this server marks as read-only will run without asking. The marks are the server's own claims; nobody checks them.",
    },
    trust,
  );
  return answer === trust;
}

async function pickOneOrAll({ stream }: CommandPorts): Promise<{ readonly server?: ServerId } | undefined> {
  const items = [
    { label: "$(clear-all) All servers", value: {} },
    ...stream.view.servers.map(({ id, label }) => ({ label: itemText(label), value: { server: id } })),
  ];
  const reply = await askChoice({ title: "Forget Approvals", placeholder: "Choose a server, or all" }, items);
  return reply.kind === "value" ? reply.value : undefined;
}

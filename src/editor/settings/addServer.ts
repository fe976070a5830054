import * as vscode from "vscode";
import type { Reply } from "../../core/forms/fillForm";
import type { ServerId } from "../../protocol/hubEvent";
import type { SettingsTarget, SettingsWriter } from "../commands/commandPorts";
import { askChoice, askText } from "../ui/quickStep";
import { addressProblem, commandProblem, nameProblem, newConfig, suggestedName } from "./newServerRules";

type Kind = "program" | "address";

interface Draft {
  readonly kind?: Kind;
  readonly text?: string;
  readonly name?: string;
  readonly target?: SettingsTarget;
}

/** Asks for a new server, step by step, and writes it into the settings; the server's name, or nothing when cancelled. */
export async function addServer(settings: SettingsWriter, taken: readonly ServerId[]): Promise<ServerId | undefined> {
  const steps = [askKind, askStart, (draft: Draft, at: Place) => askName(draft, at, taken)];
  if (vscode.workspace.workspaceFolders?.length && vscode.workspace.isTrusted) steps.push(askTarget);

  let draft: Draft = {};
  for (let at = 0; at < steps.length; ) {
    const reply = await steps[at]?.(draft, { title: "Add MCP Server", step: at + 1, totalSteps: steps.length });
    if (reply?.kind === "value") {
      draft = { ...draft, ...reply.value };
      at++;
    } else if (reply?.kind === "back") at--;
    else return undefined;
  }

  const { kind, text, name, target = "user" } = draft;
  const config = kind && text !== undefined ? newConfig(kind, text) : undefined;
  if (!config || name === undefined) return undefined;
  await settings.addServer(name, config, target);
  return name;
}

interface Place {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

const askKind = async (draft: Draft, at: Place): Promise<Reply<Draft>> =>
  drafted(
    "kind",
    await askChoice<Kind>(
      { ...at, placeholder: "How is the server reached?" },
      [
        { label: "$(terminal) Program", description: "It runs on this machine", value: "program" },
        { label: "$(globe) Address", description: "It is reached over HTTP", value: "address" },
      ],
      draft.kind,
    ),
  );

const askStart = async (draft: Draft, at: Place): Promise<Reply<Draft>> => {
  const isAddress = draft.kind === "address";
  return drafted(
    "text",
    await askText({
      ...at,
      prompt: isAddress
        ? "The server's address. Headers and sign-in can be added in the settings."
        : "The program and its arguments. Environment variables can be added in the settings; write no secret here.",
      placeholder: isAddress ? "https://example.com/mcp" : "npx -y @scope/server",
      value: draft.text ?? "",
      check: isAddress ? addressProblem : commandProblem,
    }),
  );
};

const askName = async (draft: Draft, at: Place, taken: readonly ServerId[]): Promise<Reply<Draft>> =>
  drafted(
    "name",
    await askText({
      ...at,
      prompt: "A short name for the server. It becomes part of the names of its tools.",
      value: suggestedName(draft.kind ?? "program", draft.text ?? "", taken),
      check: (name) => nameProblem(name, taken),
    }),
  );

const askTarget = async (draft: Draft, at: Place): Promise<Reply<Draft>> =>
  drafted(
    "target",
    await askChoice<SettingsTarget>(
      { ...at, placeholder: "Where is it written?" },
      [
        { label: "User Settings", description: "For you, in every window", value: "user" },
        { label: "Workspace Settings", description: "For everyone who opens this workspace", value: "workspace" },
      ],
      draft.target,
    ),
  );

const drafted = <K extends keyof Draft>(key: K, reply: Reply<Draft[K]>): Reply<Draft> =>
  reply.kind === "value" ? { kind: "value", value: { [key]: reply.value } } : reply;

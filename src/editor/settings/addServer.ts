import { suggestedName } from "../../core/config/editing/suggestedName";
import type { Reply } from "../../core/forms/fillForm";
import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { Asking, InputStep } from "../ui/quickInput";
import { addressProblem, commandProblem, nameProblem, newConfig } from "./newServerRules";
import type { SettingsTarget, SettingsWriter } from "./settingsWriter";

type Kind = "program" | "address";

/** What came of it: a new server, or that the person wants to look for one in another way. */
export type AddedServer =
  | { readonly kind: "server"; readonly name: ServerId }
  | { readonly kind: "services" | "registry" };

interface Draft {
  readonly kind?: Kind | "services" | "registry";
  readonly text?: string;
  readonly name?: string;
  readonly target?: SettingsTarget;
}

/**
 * Asks for a new server step by step and writes it into the settings. `undefined` after a cancel.
 *
 * @param hasWorkspace there are workspace settings to choose
 */
export async function addServer(
  asking: Asking,
  hasWorkspace: boolean,
  settings: Pick<SettingsWriter, "addServer">,
  taken: readonly ServerId[],
): Promise<AddedServer | undefined> {
  const steps = [askKind, askStart, askName];
  if (hasWorkspace) steps.push(askTarget);

  const title = message("addServer.title", "Add MCP Server");
  let draft: Draft = {};
  for (let index = 0; index < steps.length; ) {
    const reply = await steps[index]?.(asking, draft, { title, step: index + 1, totalSteps: steps.length }, taken);
    if (reply?.kind === "value") {
      draft = { ...draft, ...reply.value };
      if (draft.kind === "services" || draft.kind === "registry") return { kind: draft.kind };
      index++;
    } else if (reply?.kind === "back") index--;
    else return undefined;
  }

  const { kind, text, name, target = "user" } = draft;
  const config = isKind(kind) && text !== undefined ? newConfig(kind, text) : undefined;
  if (!config || name === undefined) return undefined;
  await settings.addServer(name, config, target);
  return { kind: "server", name };
}

const isKind = (kind: Draft["kind"]): kind is Kind => kind === "program" || kind === "address";

interface StepOptions {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

const askKind = async (asking: Asking, draft: Draft, step: StepOptions): Promise<Reply<Draft>> =>
  draftReply(
    "kind",
    await asking.choice<NonNullable<Draft["kind"]>>(
      { ...step, placeholder: message("addServer.kind", "How does the hub reach the server?") },
      [
        {
          label: `$(star) ${message("addServer.services", "Service…")}`,
          description: message("addServer.servicesAbout", "GitHub, Atlassian, Slack and others, by name"),
          value: "services",
        },
        {
          label: `$(search) ${message("addServer.registry", "Registry…")}`,
          description: message("addServer.registryAbout", "Search a list of published servers"),
          value: "registry",
        },
        {
          label: `$(terminal) ${message("addServer.program", "Program")}`,
          description: message("addServer.programAbout", "Runs on this machine"),
          value: "program",
        },
        {
          label: `$(globe) ${message("addServer.address", "Address")}`,
          description: message("addServer.addressAbout", "Reached over HTTP"),
          value: "address",
        },
      ],
      draft.kind,
    ),
  );

const askStart = async (asking: Asking, draft: Draft, step: StepOptions): Promise<Reply<Draft>> => {
  const isAddress = draft.kind === "address";
  return draftReply(
    "text",
    await asking.text({
      ...step,
      prompt: isAddress
        ? message("addServer.url", "The server's address. Add headers and sign-in in the settings later.")
        : message(
            "addServer.command",
            "The program and its arguments. Do not write secrets here. Add environment variables in the settings later.",
          ),
      placeholder: isAddress ? "https://example.com/mcp" : "npx -y @scope/server",
      value: draft.text ?? "",
      check: isAddress ? addressProblem : commandProblem,
    }),
  );
};

const askName = async (
  asking: Asking,
  draft: Draft,
  step: StepOptions,
  taken: readonly ServerId[],
): Promise<Reply<Draft>> =>
  draftReply(
    "name",
    await asking.text({
      ...step,
      prompt: message("addServer.name", "A short name for the server. The names of its tools begin with it."),
      value: suggestedName(draft.kind === "address" ? "address" : "program", draft.text ?? "", taken),
      check: (name) => nameProblem(name, taken),
    }),
  );

const askTarget = async (asking: Asking, draft: Draft, step: StepOptions): Promise<Reply<Draft>> =>
  draftReply(
    "target",
    await askSettingsTarget(
      asking,
      { ...step, placeholder: message("addServer.target", "Which settings hold the server?") },
      draft.target,
    ),
  );

/** Asks which settings get something. */
export const askSettingsTarget = (
  asking: Asking,
  step: InputStep,
  active?: SettingsTarget,
): Promise<Reply<SettingsTarget>> =>
  asking.choice<SettingsTarget>(
    step,
    [
      {
        label: message("addServer.user", "User Settings"),
        description: message("addServer.userAbout", "For you, in every window"),
        value: "user",
      },
      {
        label: message("addServer.workspace", "Workspace Settings"),
        description: message("addServer.workspaceAbout", "For everyone who opens this workspace"),
        value: "workspace",
      },
    ],
    active,
  );

const draftReply = <K extends keyof Draft>(key: K, reply: Reply<Draft[K]>): Reply<Draft> =>
  reply.kind === "value" ? { kind: "value", value: { [key]: reply.value } } : reply;

import type { NewClient } from "../../../core/access/clientTokens";
import type { Reply } from "../../../core/forms/fillForm";
import { message } from "../../../protocol/message";
import { itemText } from "../../ui/plainText";
import type { Asking, ChoiceItem, InputStep } from "../../ui/quickInput";
import { toolScope } from "../../ui/toolScope";

/** What a new client can be given. */
export interface ClientChoices {
  /** The servers by id, with their names. */
  readonly servers: readonly { readonly id: string; readonly name: string }[];
  /** Their tools, each with the name of its server. */
  readonly tools: readonly { readonly server: string; readonly serverName: string; readonly tool: string }[];
  /** The names of the profiles. */
  readonly profiles: readonly string[];
  readonly now: number;
}

const dayMs = 24 * 60 * 60_000;

/** The longest name of a client, in characters. */
const nameLimit = 100;

/** The most tools that a token names. */
const toolLimit = 500;

/** What a client may use, as the list offers it. */
type Choice =
  | { readonly kind: "everything" | "reads" | "servers" | "tools" }
  | { readonly kind: "profile"; readonly profile: string };

/** Asks for a new client step by step; `undefined` after a cancel. */
export async function askNewClient(asking: Asking, choices: ClientChoices): Promise<NewClient | undefined> {
  const steps = [askName, askScope, askExpiry];
  let draft: Partial<NewClient> = {};
  for (let index = 0; index < steps.length; ) {
    const step = { title: message("addClient.title", "Add Client"), step: index + 1, totalSteps: steps.length };
    const reply = await steps[index]?.(asking, draft, step, choices);
    if (reply?.kind === "value") {
      draft = { ...draft, ...reply.value };
      index++;
    } else if (reply?.kind === "back") index--;
    else return undefined;
  }
  const { name } = draft;
  return name === undefined ? undefined : { ...draft, name };
}

async function askName(asking: Asking, draft: Partial<NewClient>, step: InputStep): Promise<Reply<Partial<NewClient>>> {
  const reply = await asking.text({
    ...step,
    prompt: message(
      "addClient.name",
      "The program that may use your servers. Its name is in every question about its calls.",
    ),
    placeholder: message("addClient.nameExample", "Claude Code"),
    value: draft.name ?? "",
    check: (text) => {
      if (text.trim() === "") return message("addClient.noName", "Enter a name.");
      return text.trim().length > nameLimit
        ? message("addClient.longName", "Enter at most {limit} characters.", { limit: nameLimit })
        : undefined;
    },
  });
  return reply.kind === "value" ? { kind: "value", value: { name: reply.value.trim() } } : reply;
}

async function askScope(
  asking: Asking,
  _: Partial<NewClient>,
  step: InputStep,
  { servers, tools, profiles }: ClientChoices,
): Promise<Reply<Partial<NewClient>>> {
  const items: readonly ChoiceItem<Choice>[] = [
    { label: message("addClient.everything", "All servers"), value: { kind: "everything" } },
    {
      label: message("addClient.reads", "All servers, read-only"),
      description: message("addClient.readsAbout", "Only tools that are known to change nothing"),
      value: { kind: "reads" },
    },
    ...(servers.length > 0
      ? [{ label: message("addClient.servers", "Some servers…"), value: { kind: "servers" } as const }]
      : []),
    ...(tools.length > 0
      ? [{ label: message("addClient.tools", "Some tools…"), value: { kind: "tools" } as const }]
      : []),
    ...profiles.map((profile) => ({
      label: message("addClient.profile", "Profile {name}", { name: itemText(profile) }),
      value: { kind: "profile", profile } as const,
    })),
  ];
  const reply = await asking.choice({ ...step, placeholder: message("addClient.scope", "What may it use?") }, items);
  if (reply.kind !== "value") return reply;
  switch (reply.value.kind) {
    case "everything":
      return { kind: "value", value: { scopes: [] } };
    case "reads":
      return { kind: "value", value: { scopes: [{ readOnly: true }] } };
    case "profile":
      return { kind: "value", value: { scopes: [], profile: reply.value.profile } };
    case "servers":
      return askServers(asking, step, servers);
    case "tools":
      return askTools(asking, step, tools);
  }
}

async function askServers(
  asking: Asking,
  step: InputStep,
  servers: ClientChoices["servers"],
): Promise<Reply<Partial<NewClient>>> {
  const reply = await asking.choices<string>(
    {
      ...step,
      placeholder: message("addClient.whichServers", "Which servers may it use?"),
      check: (values) => (values.length === 0 ? message("addClient.noServer", "Select a server.") : undefined),
    },
    servers.map(({ id, name }) => ({ label: itemText(name), value: id })),
    [],
  );
  return reply.kind === "value" ? { kind: "value", value: { scopes: [{ servers: reply.value }] } } : reply;
}

async function askTools(
  asking: Asking,
  step: InputStep,
  tools: ClientChoices["tools"],
): Promise<Reply<Partial<NewClient>>> {
  const reply = await asking.choices<ClientChoices["tools"][number]>(
    {
      ...step,
      placeholder: message("addClient.whichTools", "Which tools may it use?"),
      check: (values) => {
        if (values.length === 0) return message("addClient.noTool", "Select a tool.");
        return values.length > toolLimit
          ? message("addClient.manyTools", "Select at most {limit} tools, or whole servers.", { limit: toolLimit })
          : undefined;
      },
    },
    tools.map((value) => ({ label: itemText(value.tool), description: itemText(value.serverName), value })),
    [],
  );
  return reply.kind === "value" ? { kind: "value", value: { scopes: [toolScope(reply.value)] } } : reply;
}

async function askExpiry(
  asking: Asking,
  _: Partial<NewClient>,
  step: InputStep,
  { now }: ClientChoices,
): Promise<Reply<Partial<NewClient>>> {
  const items: readonly ChoiceItem<{ readonly days?: number }>[] = [
    { label: message("addClient.never", "Never"), value: {} },
    { label: message("addClient.month", "In 30 days"), value: { days: 30 } },
    { label: message("addClient.quarter", "In 90 days"), value: { days: 90 } },
    { label: message("addClient.year", "In one year"), value: { days: 365 } },
  ];
  const placeholder = message("addClient.expiry", "When does its token expire?");
  const reply = await asking.choice({ ...step, placeholder }, items);
  if (reply.kind !== "value") return reply;
  const { days } = reply.value;
  return { kind: "value", value: days === undefined ? {} : { expiresAt: now + days * dayMs } };
}

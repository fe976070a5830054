import type { Requests } from "../../core/calls/requests";
import { fillForm } from "../../core/forms/fillForm";
import { type FormField, formField } from "../../core/forms/formFields";
import { expandTemplate, templateFields } from "../../core/forms/resourceTemplate";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import type { CompletionOf } from "../../core/messages/completion";
import { promptDocument } from "../../core/presentation/resultDocument";
import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { Commands } from "../manifest/commandTable";
import { formAsker } from "../ui/formAsker";
import type { Screen } from "../ui/screen";
import type { CommandPorts } from "./commandPorts";
import { type Target, targetOf } from "./commandTarget";
import { type PickedPrompt, pickPrompt, pickResource } from "./pickTarget";

type ReadPorts = Pick<
  CommandPorts,
  "hub" | "stream" | "requests" | "documents" | "resources" | "showFailure" | "screen"
>;
type FindPorts = Pick<ReadPorts, "hub" | "stream" | "requests" | "screen">;
type FormPorts = Pick<ReadPorts, "requests" | "screen">;

/** Needs no approval: the person chose the resource or filled in the arguments. */
const byHand = { caller: { door: "command" }, byHand: true } as const;

/** Reads a resource or a prompt into an editor. */
export function readCommands(ports: ReadPorts): Pick<Commands, "mcpHub.openResource" | "mcpHub.getPrompt"> {
  const { requests, documents, showFailure, screen } = ports;
  return {
    "mcpHub.openResource": async (argument) => {
      let server = targetOf(argument).server;
      try {
        const found = await findTarget(ports, targetOf(argument));
        if (!found) return;
        server = found.server;
        const uri = found.uri ?? (await filledTemplate(ports, found.server, found.uriTemplate));
        if (uri === undefined) return;
        const contents = await reading(screen, uri, (signal) =>
          requests.readResource({ ...byHand, server: found.server, uri, signal }),
        );
        const file = ports.resources.fileOf({ server: found.server, uri }, contents);
        await screen.run("vscode.open", file, { preview: false });
      } catch (error) {
        showFailure(error, server === undefined ? undefined : { server });
      }
    },
    "mcpHub.getPrompt": async (argument) => {
      let server = targetOf(argument).server;
      try {
        const found = await findPrompt(ports, targetOf(argument));
        if (!found) return;
        server = found.server;
        const { name } = found.prompt;
        const args = await promptArguments(ports, found);
        if (!args) return;
        const messages = await reading(screen, name, (signal) =>
          requests.getPrompt({ ...byHand, server: found.server, name, args, signal }),
        );
        await documents.open(promptDocument(found.server, name, messages));
      } catch (error) {
        showFailure(error, server === undefined ? undefined : { server });
      }
    },
  };
}

type FoundResource = { readonly server: ServerId } & (
  | { readonly uri: string }
  | { readonly uri?: undefined; readonly uriTemplate: string }
);

/** The resource that a command acts on, with a template filled in; `undefined` if the person cancels. */
export async function findResource(
  ports: FindPorts,
  target: Target,
): Promise<{ readonly server: ServerId; readonly uri: string } | undefined> {
  const found = await findTarget(ports, target);
  const uri = found && (found.uri ?? (await filledTemplate(ports, found.server, found.uriTemplate)));
  return found && uri !== undefined ? { server: found.server, uri } : undefined;
}

async function findTarget(ports: FindPorts, target: Target): Promise<FoundResource | undefined> {
  const { server, uri, uriTemplate } = target;
  if (server !== undefined && uri !== undefined) return { server, uri };
  if (server !== undefined && uriTemplate !== undefined) return { server, uriTemplate };
  const picked = await pickResource(ports, serversOf(ports, server));
  if (!picked) return undefined;
  return "uri" in picked ? picked : { server: picked.server, uriTemplate: picked.uriTemplate };
}

async function findPrompt(ports: FindPorts, { server, name }: Target): Promise<PickedPrompt | undefined> {
  if (server === undefined || name === undefined) return pickPrompt(ports, serversOf(ports, server));
  const prompt = ports.hub.catalog(server).prompts.find((one) => one.name === name);
  if (prompt) return { server, prompt };
  throw new HubError(
    "not-connected",
    message(
      "read.unknownPrompt",
      'Server "{server}" currently has no prompt "{prompt}". Check its state in the Servers view.',
      {
        server,
        prompt: safeLine(name, 80),
      },
    ),
  );
}

const serversOf = ({ stream }: FindPorts, server: ServerId | undefined): readonly ServerId[] =>
  server === undefined ? stream.view.servers.map(({ id }) => id) : [server];

/** Asks for the values of a template and expands it; `undefined` if the person cancels. */
async function filledTemplate(
  { requests, screen }: FormPorts,
  server: ServerId,
  uriTemplate: string,
): Promise<string | undefined> {
  const fields = templateFields(uriTemplate).map((field) => withCompletion(requests, server, { uriTemplate }, field));
  const values = await fillForm(fields, formAsker(screen, safeLine(uriTemplate, 60)));
  return values && expandTemplate(uriTemplate, values);
}

/** The named prompt, or one that the person chooses, with its arguments. Asks for missing arguments. */
export async function choosePrompt(
  ports: FormPorts & Pick<ReadPorts, "hub">,
  servers: readonly ServerId[],
  named: (PickedPrompt & { readonly given: Readonly<Record<string, string>> }) | undefined,
): Promise<
  { readonly server: ServerId; readonly name: string; readonly args: Readonly<Record<string, string>> } | undefined
> {
  const found = named ?? (await pickPrompt(ports, servers));
  if (!found) return undefined;
  const { server, prompt } = found;
  const given = named?.given ?? {};
  const missing = prompt.arguments.filter(({ name, required }) => !Object.hasOwn(given, name) && (!named || required));
  const rest = await promptArguments(ports, { server, prompt: { ...prompt, arguments: missing } });
  return rest && { server, name: prompt.name, args: { ...rest, ...given } };
}

async function promptArguments(
  { requests, screen }: FormPorts,
  { server, prompt }: PickedPrompt,
): Promise<Readonly<Record<string, string>> | undefined> {
  const fields = prompt.arguments.map(({ name, description, required }) =>
    withCompletion(
      requests,
      server,
      { prompt: prompt.name },
      formField(name, { type: "string", description }, {}, required === true),
    ),
  );
  const values = await fillForm(fields, formAsker(screen, safeLine(prompt.title || prompt.name, 60)));
  return values && Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

const reading = <T>(screen: Screen, what: string, read: (signal: AbortSignal) => Promise<T>): Promise<T> =>
  screen.busy(message("read.reading", "Reading {what}", { what }), ({ signal }) => read(signal));

/** Suggestions that take longer than this are useless. */
const suggestMs = 3000;

/** Adds the server's suggestions to a field. If the server fails to complete, the field has no suggestions. */
const withCompletion = (
  requests: Pick<Requests, "complete">,
  server: ServerId,
  of: CompletionOf,
  field: FormField,
): FormField => ({
  ...field,
  suggest: async (value, answers) => {
    const others = Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, String(answer)]));
    const ask = { of, argument: field.name, value, others };
    return requests.complete({ ...byHand, server, of: ask, signal: AbortSignal.timeout(suggestMs) }).catch(() => []);
  },
});

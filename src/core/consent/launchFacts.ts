import { message } from "../../protocol/message";
import { type AuthConfig, isSecretPart } from "../config/schema/authConfig";
import { isStdio, type Replica } from "../config/schema/serverConfig";
import { type LaunchConfig, type ServerDefinition, writtenEntry } from "../config/schema/serverDefinition";
import { parseTemplate } from "../config/schema/variables";
import { storedNames, textsIn } from "../config/secrets/storedNames";
import { visibleText } from "../kernel/untrusted/visible";
import { accountUses } from "./launchSubject";

/** A line about what an entry runs, contacts or is given, as it is written: variables are not replaced, and nothing is left out. */
export interface LaunchFact {
  readonly name: string;
  readonly text: string;
}

type Endpoint = LaunchConfig | Replica;

/** What a person should know before a server runs: the program or address first, then what it is given. */
export function launchFacts(definition: ServerDefinition): readonly LaunchFact[] {
  const config = writtenEntry(definition);
  if (!config) return [];
  const { replicas = [] } = config;
  const { scope, source = "" } = definition;
  return [
    ...(scope === "followed" ? facts([[message("launch.file", "From the file"), shown(source)]]) : []),
    ...endpointFacts(config),
    ...replicas.flatMap((replica, at) => {
      const number = message("launch.replica", "Replica {number}", { number: at + 1 });
      return [...endpointFacts(replica), ...otherFacts(replica)].map(({ name, text }) => ({
        name: `${number}, ${name}`,
        text,
      }));
    }),
    ...givenFacts(definition, config),
    ...otherFacts(config),
  ];
}

function endpointFacts(config: Endpoint): readonly LaunchFact[] {
  const { auth, headers } = "url" in config ? config : {};
  if (isStdio(config)) {
    const { command, args = [], cwd, env = {}, envFile, inheritEnv = [] } = config;
    return facts([
      [message("launch.program", "Program"), shown(command)],
      [message("launch.arguments", "Arguments"), args.map(shown).join(" ")],
      [
        message("launch.folder", "Starts in"),
        cwd === undefined ? message("launch.workspaceFolder", "the workspace folder") : shown(cwd),
      ],
      [message("launch.environment", "Sets the variables"), Object.keys(env).map(shown).join(", ")],
      [message("launch.envFile", "Sets the variables in"), envFile === undefined ? "" : shown(envFile)],
      [message("launch.inherits", "Takes your variables"), inheritEnv.map(shown).join(", ")],
    ]);
  }
  return facts([
    [message("launch.address", "Address"), "url" in config ? shown(config.url) : ""],
    [
      message("launch.headers", "Sends the headers"),
      Object.keys(headers ?? {})
        .map(shown)
        .join(", "),
    ],
    ...(auth ? authFacts(auth) : []),
    [message("launch.tls", "Certificates"), partsOf("tls" in config ? config.tls : undefined)],
  ]);
}

const programOf = ({
  command,
  args = [],
}: {
  readonly command: string;
  readonly args?: readonly string[] | undefined;
}) => [command, ...args].map(shown).join(" ");

function authFacts(auth: AuthConfig): readonly (readonly [name: string, text: string])[] {
  if (auth.type !== "command") return [[message("launch.signIn", "Signs in"), partsOf(auth)]];
  const { check } = auth;
  return [
    ...(check
      ? [[message("launch.signInCheck", "Runs to see whether you are signed in"), programOf(check)] as const]
      : []),
    [message("launch.signInProgram", "Runs to sign in"), programOf(auth)],
  ];
}

/** What of the person's own the entry gets. */
function givenFacts(definition: ServerDefinition, config: LaunchConfig): readonly LaunchFact[] {
  const variables = textsIn(config)
    .flatMap((text) => parseTemplate(text))
    .flatMap((part) => (typeof part === "object" && part.kind === "env" ? [part.name] : []));
  return [
    ...accountUses(config).map(({ address, provider, scopes }) => ({
      name: message("launch.account", "Gets the token of your account"),
      text: message("launch.accountUse", "{provider} ({scopes}), sent to {address}", {
        provider: shown(provider),
        scopes: scopes.length === 0 ? message("launch.noScopes", "no scopes") : scopes.map(shown).join(", "),
        address: shown(address),
      }),
    })),
    ...facts([
      [message("launch.stored", "Gets what you store as"), storedNames(definition).map(shown).join(", ")],
      [message("launch.reads", "Reads your variables"), [...new Set(variables)].map(shown).join(", ")],
    ]),
  ];
}

const named = new Set(
  "label enabled restricted icon command args cwd env envFile inheritEnv url headers auth tls replicas type".split(" "),
);

/** Whatever else the entry says, so that a key that has no line of its own is seen too. */
const otherFacts = (config: Endpoint): readonly LaunchFact[] =>
  Object.entries(config)
    .filter(([key, value]) => !named.has(key) && value !== undefined)
    .map(([key, value]) => ({ name: key, text: visibleText(JSON.stringify(value)) }));

const facts = (all: readonly (readonly [name: string, text: string])[]): readonly LaunchFact[] =>
  all.filter(([, text]) => text !== "").map(([name, text]) => ({ name, text }));

/** A method of sign-in or TLS files without the secrets that stand in it. */
const partsOf = (part: object | undefined): string =>
  Object.entries(part ?? {})
    .filter(([key]) => !isSecretPart(key))
    .map(([key, value]) => `${key} ${typeof value === "string" ? shown(value) : visibleText(JSON.stringify(value))}`)
    .join(", ");

/** A text as it is written; in quotes where it could be taken for several. Nothing in it is hidden. */
function shown(text: string): string {
  const seen = visibleText(text);
  return /^[^\s"',]+$/.test(seen) ? seen : visibleText(JSON.stringify(text));
}

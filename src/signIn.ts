import { resolve } from "node:path";
import { version } from "../package.json";
import { headlessVariables } from "./composeHeadless";
import { CredentialStore } from "./core/auth/credentialStore";
import { Refresher } from "./core/auth/refresher";
import { resolvePlan } from "./core/config/plan/resolvePlan";
import { type FileDefaults, readConfigFile } from "./core/config/reading/configFile";
import { systemClock } from "./core/kernel/clock";
import { HubError } from "./core/kernel/hubError";
import { FileState, stateFolderHere } from "./headless/fileState";
import type { Outcome } from "./headless/runCommand";
import { openBrowser } from "./headless/signIn/openBrowser";
import type { SignInCommand } from "./headless/signIn/signInCommand";
import { checkUsable, configText } from "./headless/usableConfig";
import { Authorizations } from "./mcp/auth/authorizations";
import { ServerSignIns } from "./mcp/auth/serverSignIns";
import { Network } from "./mcp/http/client/network";
import { loopbackRedirect } from "./mcp/oauth/loopbackRedirect";
import type { DeviceCode } from "./mcp/oauth/oauthParts";
import { withoutHubVariables } from "./mcp/stdio/inheritedEnv";
import { openSecrets } from "./openSecrets";
import { message } from "./protocol/message";

export interface SignInParts {
  /** What holds where the file says nothing. */
  readonly under: FileDefaults;
  readonly signal: AbortSignal;
  /** Tells the person what to do, at once. */
  readonly say: (text: string) => void;
  readonly report: (error: unknown) => void;
}

/** What came of it. */
export interface SignInOutcome {
  readonly server: string;
  readonly account: string;
  /** Of a sign-out: whether the sign-in service has ended the sign-in, too. */
  readonly revoked?: boolean;
}

/** The outcome of `sign-in` and of `sign-out`. Rejects with a `HubError`. */
export async function signInOutcome(command: SignInCommand, parts: SignInParts): Promise<Outcome> {
  const outcome = await changeSignIn(command, parts);
  const text = command.json ? JSON.stringify(outcome) : signInText(command, outcome);
  return { exitCode: 0, stdout: `${text}\n`, stderr: "" };
}

/** Signs in to a server of a configuration file, or out of it. Starts no server. Rejects with a `HubError`. */
export async function changeSignIn(command: SignInCommand, parts: SignInParts): Promise<SignInOutcome> {
  const { server, kind } = command;
  const { signal } = parts;
  const { signIns, settled } = await openSignIns(command, parts);
  try {
    const method = await signIns.method(server, signal);
    if (method !== "oauth") throw noSignIn(server, method);
    if (kind === "sign-out") return { server, ...(await signIns.signOut(server, signal)) };
    return { server, account: (await signIns.signIn(server, signal)) ?? "" };
  } finally {
    await settled();
  }
}

async function openSignIns({ config, server, device }: SignInCommand, parts: SignInParts) {
  const { under, report, say } = parts;
  const path = resolve(config);
  const text = await configText(path);
  const configuration = readConfigFile(text, path, under);
  checkUsable(configuration, path);
  const { options } = configuration;
  const definition = configuration.definitions.find(({ id }) => id === server);
  if (!definition) throw noServer(server, path);
  const { secrets, signIns: storage } = await openSecrets(text, path, report);
  const state = new FileState(stateFolderHere(), report);
  const store = new CredentialStore(storage.secrets, {
    workspace: storage.state,
    always: storage.state,
    issuers: state,
  });
  const refresher = new Refresher({ store, lock: storage.lock, clock: systemClock, report });
  const authorizations = new Authorizations({
    store,
    refresher,
    clock: systemClock,
    network: new Network(
      () => ({ caFile: options.caFile || undefined }),
      undefined,
      undefined,
      `mcp-client-hub/${version}`,
    ),
    redirects: { loopback: loopbackRedirect },
    open: async (url) => {
      say(message("signInCommand.page", 'Sign in to "{server}" in the browser: {url}', { server, url }));
      const problem = await openBrowser(url);
      if (problem !== undefined)
        say(
          message("signInCommand.noBrowser", "The browser did not open ({problem}). Open the page yourself.", {
            problem,
          }),
        );
    },
    ...(device && { showCode: (code) => say(codeText(server, code)) }),
    limitMs: () => options.signInTimeoutSeconds * 1000,
    env: async () => withoutHubVariables(process.env),
    report,
  });
  const plan = resolvePlan({ ...headlessVariables(process.cwd(), secrets), workspaceLimits: () => options });
  return {
    signIns: new ServerSignIns({ definition: () => definition, plan, authorizations, store, clock: systemClock }),
    settled: async () => {
      await refresher.settled();
      await state.settled();
    },
  };
}

const codeText = (server: string, { page, code, complete }: DeviceCode): string =>
  complete === undefined
    ? message("signInCommand.code", 'Sign in to "{server}" on any device: open {page} and enter the code {code}', {
        server,
        page,
        code,
      })
    : message(
        "signInCommand.codeInPage",
        'Sign in to "{server}" on any device: open {page} and enter the code {code}, or open {complete} and compare the code',
        { server, page, code, complete },
      );

const noServer = (server: string, path: string) =>
  new HubError(
    "unknown-server",
    message("signInCommand.unknownServer", 'The configuration {path} has no server "{server}". Check the name.', {
      path,
      server,
    }),
  );

const noSignIn = (server: string, method: string) =>
  new HubError(
    "bad-config",
    message(
      "signInCommand.noSignIn",
      '"{server}" has a credential in its entry ({method}), so there is no sign-in. Change its "auth" in the configuration.',
      { server, method },
    ),
  );

/** What is printed at the end. */
export function signInText({ kind }: SignInCommand, { server, account, revoked }: SignInOutcome): string {
  if (kind === "sign-in")
    return message("signInCommand.done", 'Signed in to "{server}" as {account}.', { server, account });
  return revoked
    ? message("signInCommand.out", 'Signed out of "{server}": the sign-in of {account} has ended.', { server, account })
    : message(
        "signInCommand.outHere",
        'Signed out of "{server}" here. The sign-in service did not end the sign-in of {account}: end it in its settings if that matters.',
        { server, account },
      );
}

import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { composeGateway } from "./composeGateway";
import { composeHeadless, namesRoots, stateFolderHere } from "./composeHeadless";
import { readConfigFile } from "./core/config/reading/configFile";
import type { Configuration } from "./core/config/reading/configuration";
import type { Options } from "./core/config/schema/settings";
import { systemClock } from "./core/kernel/clock";
import { HubError } from "./core/kernel/hubError";
import { FailedAttempts } from "./gateway/access/failedAttempts";
import { fixedClients } from "./gateway/access/fixedClients";
import { newToken } from "./gateway/access/token";
import { tokenAccess } from "./gateway/access/tokenAccess";
import { followFile } from "./headless/followedFile";
import type { ServeCommand } from "./headless/serveCommand";
import { tokenIn } from "./headless/tokenFile";
import { message } from "./protocol/message";

/** How long running requests may take to end after a signal, in milliseconds: everything is to be gone within five seconds. */
const drainMs = 2000;

/** What `serve` needs of the program around it. */
export interface ServeParts {
  /** Options that apply unless the file sets them. */
  readonly under: Partial<Options>;
  readonly report: (error: unknown) => void;
  /** Hears once that the hub can be reached. */
  readonly ready: (facts: { readonly ready: true; readonly url: string; readonly tokenFile: string }) => void;
  /** Aborts when the hub is to end. */
  readonly signal: AbortSignal;
  /** Called with the hub before its servers start, such as for its log. */
  readonly opened: (stream: ReturnType<typeof composeHeadless>["composed"]["stream"]) => void;
}

/** Serves until the signal aborts; settles when nothing is left. Rejects with a `HubError` where it cannot begin. */
export async function serve(command: ServeCommand, parts: ServeParts): Promise<void> {
  const { report, signal } = parts;
  const path = resolve(command.config);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw unreadable(path, error);
  });
  const read = (now: string): Configuration =>
    withApproval(readConfigFile(now, path, { approval: "never", ...parts.under }), command);
  let configuration = read(text);
  checkUsable(configuration, path, command);
  const options = () => configuration.options;
  const tokenFile = resolve(command.tokenFile ?? join(stateFolderHere(), "tokens", `serve-${process.pid}`));
  const token = await tokenIn(tokenFile, newToken);
  const tls = command.tls && {
    cert: await readFile(command.tls.cert, "utf8"),
    key: await readFile(command.tls.key, "utf8"),
  };

  const { composed, state } = composeHeadless({
    options,
    directory: process.cwd(),
    namesRoots: namesRoots(configuration.definitions),
    report,
  });
  const { hub, stream } = composed;
  parts.opened(stream);
  const client = {
    id: "serve",
    name: "serve",
    token,
    ...(command.profile !== undefined && { profile: command.profile }),
  };
  const failed = new FailedAttempts({ clock: systemClock });
  const gateway = await composeGateway({
    composed,
    options,
    clock: systemClock,
    report,
    access: tokenAccess({
      clients: fixedClients([client]),
      profiles: () => options().profiles,
      failed,
      clock: systemClock,
    }),
    listen: { host: command.host, port: command.port, ...(tls && { tls }), limits: { closeMs: drainMs } },
    workspace: () => process.cwd(),
  }).catch(async (error: unknown) => {
    await composed.close();
    throw error;
  });

  const configure = (now: Configuration) => {
    configuration = now;
    stream.publish({ type: "config.read", problems: now.problems });
    hub.configure(now.definitions);
  };
  configure(configuration);
  const followed = followFile(path, systemClock, text, (now) => configure(read(now)), report);
  parts.ready({ ready: true, url: gateway.url, tokenFile });
  await aborted(signal);
  followed.dispose();
  await gateway.close();
  await composed.close();
  await state.settled();
}

const withApproval = (configuration: Configuration, { approval }: ServeCommand): Configuration =>
  approval === undefined ? configuration : { ...configuration, options: { ...configuration.options, approval } };

function checkUsable({ definitions, problems, options }: Configuration, path: string, { profile }: ServeCommand): void {
  const [unreadable] = definitions.length === 0 ? problems.filter(({ severity }) => severity === "error") : [];
  if (unreadable)
    throw new HubError("bad-config", message("cli.badConfig", "{path}: {why}", { path, why: unreadable.message }));
  if (profile === undefined || Object.hasOwn(options.profiles, profile)) return;
  throw new HubError(
    "bad-config",
    message("serve.noProfile", 'The configuration {path} has no profile "{profile}". Add it to "profiles".', {
      path,
      profile,
    }),
  );
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });

const unreadable = (path: string, error: NodeJS.ErrnoException) => {
  const why = error.code === "ENOENT" ? message("cli.noFile", "there is no such file") : error.message;
  const text = message("cli.unreadable", "The configuration {path} cannot be read: {why}. Correct --config.", {
    path,
    why,
  });
  return new HubError("bad-config", text, { cause: error });
};

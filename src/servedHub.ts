import { hash } from "node:crypto";
import { join, resolve } from "node:path";
import type { RoutePorts } from "./composeGateway";
import { composeHeadless, namesRoots } from "./composeHeadless";
import { composeOperations } from "./composeOperations";
import { type FileDefaults, readConfigFile } from "./core/config/reading/configFile";
import type { Configuration } from "./core/config/reading/configuration";
import { readSecretSources } from "./core/config/reading/secretSources";
import type { Options } from "./core/config/schema/settings";
import type { EventStream } from "./core/hub/eventStream";
import { systemClock } from "./core/kernel/clock";
import { DisposableStore } from "./core/kernel/disposable";
import { HubError } from "./core/kernel/hubError";
import { FailedAttempts } from "./gateway/access/failedAttempts";
import { FileState, stateFolderHere } from "./headless/fileState";
import { followFile } from "./headless/followedFile";
import { watchSecrets } from "./headless/secrets/secretWatch";
import { watchSignIns } from "./headless/signIn/signInWatch";
import { checkUsable, configText } from "./headless/usableConfig";
import { openSecrets } from "./openSecrets";
import { openServices } from "./openServices";
import { message } from "./protocol/message";

/** What a hub for other programs needs of the program around it. */
export interface ServeParts {
  /** What holds where the file says nothing. */
  readonly under: FileDefaults;
  readonly report: (error: unknown) => void;
  /** Aborts when the hub is to end. */
  readonly signal: AbortSignal;
  /** Called with the hub before its servers start, such as for its log. */
  readonly opened: (stream: EventStream) => void;
}

/** Which file it is of, and what the command line says beside it. */
interface ServedFile {
  readonly config: string;
  /** When calls must be allowed by somebody; `undefined`: as the file says, or never. */
  readonly approval: Options["approval"] | undefined;
  /** A profile that must be there. */
  readonly profile: string | undefined;
}

/** The hub of a configuration file, which is followed. */
export interface ServedHub {
  readonly parts: RoutePorts;
  /** Counts the requests with a wrong token. */
  readonly failed: FailedAttempts;
  /** Says how many sessions of MCP are open, for the metrics. */
  countSessions(sessions: () => number): void;
  /** Starts its servers; until then nothing of them runs. */
  start(): void;
  /** Settles when nothing is left. */
  close(): Promise<void>;
}

/** Rejects with a `HubError` where the file cannot be used. */
export async function openServedHub(file: ServedFile, { under, report, opened }: ServeParts): Promise<ServedHub> {
  const path = resolve(file.config);
  const text = await configText(path);
  const read = (now: string): Configuration => {
    // The person who writes the file has decided, unless it says otherwise: there is nobody who could be asked.
    const configuration = readConfigFile(now, path, { approval: "never", ...under });
    const { approval = configuration.options.approval } = file;
    return { ...configuration, options: { ...configuration.options, approval } };
  };
  let configuration = read(text);
  checkUsable(configuration, path);
  checkProfile(configuration, path, file.profile);
  const options = () => configuration.options;
  const directory = process.cwd();
  const { secrets, signIns } = await openSecrets(text, path, report);
  const servers = serversState(path, report);
  const { composed, state, variables } = composeHeadless({
    options,
    servers,
    directory,
    namesRoots: namesRoots(configuration.definitions),
    values: secrets,
    signIns,
    report,
  });
  const { hub, stream } = composed;
  opened(stream);
  const failed = { count: 0 };
  let sessions = () => 0;
  const operations = composeOperations({
    composed,
    options,
    clock: systemClock,
    report,
    state,
    env: process.env,
    variables,
    failedSignIns: () => failed.count,
    sessions: () => sessions(),
  });
  const configure = (now: Configuration) => {
    configuration = now;
    stream.publish({ type: "config.read", problems: now.problems });
    hub.configure(now.definitions);
  };
  const following = new DisposableStore();
  return {
    parts: {
      composed,
      options,
      clock: systemClock,
      report,
      workspace: () => directory,
      operations,
      services: openServices(composed, options),
    },
    failed: new FailedAttempts({ clock: systemClock, onFailure: () => failed.count++ }),
    countSessions(counted) {
      sessions = counted;
    },
    start() {
      configure(configuration);
      const changed = (now: string) => {
        try {
          secrets.configure(readSecretSources(now, path));
        } catch (error) {
          report(error); // the sources of before hold
        }
        configure(read(now));
      };
      const watched = { hub, stream, clock: systemClock, report };
      following.add(followFile(path, systemClock, text, changed, report));
      following.add(watchSecrets({ ...watched, secrets }));
      following.add(watchSignIns({ ...watched, file: signIns.file, signIns: composed.signIns }));
    },
    async close() {
      following.dispose();
      await composed.close();
      await operations.close();
      await Promise.all([state.settled(), servers.settled()]);
    },
  };
}

/** More than the hub keeps of what servers offered, in bytes. */
const serversLimit = 16 * 1024 * 1024;

/** What of the servers of a configuration outlives the process, as the state of a workspace does in an editor. */
const serversState = (path: string, report: (error: unknown) => void): FileState =>
  new FileState(servedFolder(path), report, serversLimit);

/** Where something that is served keeps what outlives the process. */
export const servedFolder = (name: string): string =>
  join(stateFolderHere(), "served", hash("sha256", name).slice(0, 16));

function checkProfile({ options }: Configuration, path: string, profile: string | undefined): void {
  if (profile === undefined || Object.hasOwn(options.profiles, profile)) return;
  throw new HubError(
    "bad-config",
    message("serve.noProfile", 'The configuration {path} has no profile "{profile}". Add it to "mcpHub.profiles".', {
      path,
      profile,
    }),
  );
}

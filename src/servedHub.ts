import { resolve } from "node:path";
import type { RoutePorts } from "./composeGateway";
import { composeHeadless, namesRoots } from "./composeHeadless";
import { composeOperations } from "./composeOperations";
import { readConfigFile } from "./core/config/reading/configFile";
import type { Configuration } from "./core/config/reading/configuration";
import type { Options } from "./core/config/schema/settings";
import type { EventStream } from "./core/hub/eventStream";
import { systemClock } from "./core/kernel/clock";
import { HubError } from "./core/kernel/hubError";
import { FailedAttempts } from "./gateway/access/failedAttempts";
import { followFile } from "./headless/followedFile";
import { checkUsable, configText } from "./headless/usableConfig";
import { message } from "./protocol/message";

/** What a hub for other programs needs of the program around it. */
export interface ServeParts {
  /** Options that apply unless the file sets them. */
  readonly under: Partial<Options>;
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
    // Whoever writes the file has decided, unless it says otherwise: there is nobody who could be asked.
    const configuration = readConfigFile(now, path, { approval: "never", ...under });
    const { approval = configuration.options.approval } = file;
    return { ...configuration, options: { ...configuration.options, approval } };
  };
  let configuration = read(text);
  checkUsable(configuration, path);
  checkProfile(configuration, path, file.profile);
  const options = () => configuration.options;
  const directory = process.cwd();
  const { composed, state, variables } = composeHeadless({
    options,
    directory,
    namesRoots: namesRoots(configuration.definitions),
    report,
  });
  const { hub, stream } = composed;
  opened(stream);
  const failed = { count: 0 };
  const operations = composeOperations({
    composed,
    options,
    clock: systemClock,
    report,
    state,
    env: process.env,
    variables,
    failedSignIns: () => failed.count,
  });
  const configure = (now: Configuration) => {
    configuration = now;
    stream.publish({ type: "config.read", problems: now.problems });
    hub.configure(now.definitions);
  };
  let followed: { dispose(): void } | undefined;
  return {
    parts: { composed, options, clock: systemClock, report, workspace: () => directory, operations },
    failed: new FailedAttempts({ clock: systemClock, onFailure: () => failed.count++ }),
    start() {
      configure(configuration);
      followed = followFile(path, systemClock, text, (now) => configure(read(now)), report);
    },
    async close() {
      followed?.dispose();
      await composed.close();
      await operations.close();
      await state.settled();
    },
  };
}

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

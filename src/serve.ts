import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { version } from "../package.json";
import { composeGateway } from "./composeGateway";
import type { EventStream } from "./core/hub/eventStream";
import { HubError } from "./core/kernel/hubError";
import { writeDiscovery } from "./gateway/access/discoveryFile";
import { fixedClients } from "./gateway/access/fixedClients";
import { jwtAccess } from "./gateway/access/jwtAccess";
import { newToken } from "./gateway/access/token";
import { tokenAccess } from "./gateway/access/tokenAccess";
import { isLoopback, isWildcard } from "./gateway/http/hostNames";
import { type StructuredLog, structuredLog } from "./gateway/operations/structuredLog";
import { gatewayFolder, socketPath } from "./gatewayFolder";
import { FileState, stateFolderHere } from "./headless/fileState";
import { jwtKeys } from "./headless/jwtKeys";
import type { ServeCommand } from "./headless/serveCommand";
import { tokenIn } from "./headless/tokenFile";
import { openServedHub, type ServeParts, servedFolder } from "./servedHub";

/** How long running requests may take to end after a signal, in milliseconds: everything is to be gone within five seconds. */
const drainMs = 2000;

/** What is said once the hub can be reached. */
export interface Ready {
  readonly ready: true;
  readonly url: string;
  readonly tokenFile: string;
}

/** Serves until the signal aborts; settles when nothing is left. Rejects with a `HubError` where it cannot begin. */
export async function serve(command: ServeCommand, parts: ServeParts, ready: (facts: Ready) => void): Promise<void> {
  const { host, port, profile, tls, origins, publicNames } = command;
  const tokenFile = resolve(command.tokenFile ?? join(stateFolderHere(), "tokens", `serve-${process.pid}`));
  let log: StructuredLog | undefined;
  const report = (error: unknown) => {
    log?.report(error);
    parts.report(error);
  };
  const opened = (stream: EventStream) => {
    log = structuredLog(stream, { file: join(stateFolderHere(), "logs", "serve.log"), failed: complain(parts) });
    parts.opened(stream);
  };
  const served = await openServedHub(command, { ...parts, report, opened });
  const { clock, options } = served.parts;
  // At a port that the system chooses, no client comes back.
  const sessions = port === 0 ? undefined : sessionsState(command, report);
  try {
    const token = await tokenIn(tokenFile, newToken);
    const client = { id: "serve", name: "serve", token, ...(profile !== undefined && { profile }) };
    const profiles = () => options().profiles;
    const others = tokenAccess({ clients: fixedClients([client]), profiles, failed: served.failed, clock });
    const gateway = await composeGateway({
      ...served.parts,
      access: command.jwt
        ? jwtAccess({
            ...{ others, profiles, profile, clock, report },
            failed: served.failed,
            keys: await jwtKeys(command.jwt),
            issuer: command.jwt.issuer,
            audience: command.jwt.audience,
          })
        : others,
      listen: {
        host,
        port,
        limits: { closeMs: drainMs },
        origins: () => origins,
        ...(publicNames.length > 0 && {
          names: isLoopback(host) || isWildcard(host) ? publicNames : [host, ...publicNames],
        }),
        ...(tls && { tls: { cert: await readFile(tls.cert, "utf8"), key: await readFile(tls.key, "utf8") } }),
      },
      socket: socketPath(`serve-${process.pid}`),
      ...(sessions && { keptSessions: sessions }),
    });
    served.countSessions(gateway.sessions);
    const { url } = gateway;
    const startedAt = clock.now();
    const discovery = { url, pid: process.pid, workspace: process.cwd(), version, startedAt };
    const published = await writeDiscovery(gatewayFolder(), {
      ...discovery,
      ...(gateway.socket !== undefined && { socket: gateway.socket }),
    });
    served.start();
    ready({ ready: true, url, tokenFile });
    await aborted(parts.signal);
    await Promise.all([published.remove(), gateway.close()]);
  } finally {
    await served.close();
    await sessions?.settled();
    await log?.close();
  }
}

/** The sessions of MCP at one address of one configuration: they outlive the process. */
const sessionsState = ({ config, host, port }: ServeCommand, report: (error: unknown) => void): FileState =>
  new FileState(servedFolder(`${resolve(config)}\n${host}:${port}`), report);

const complain =
  ({ report }: ServeParts) =>
  (text: string) =>
    report(new HubError("internal", text));

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });

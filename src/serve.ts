import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { version } from "../package.json";
import { composeGateway } from "./composeGateway";
import type { EventStream } from "./core/hub/eventStream";
import { HubError } from "./core/kernel/hubError";
import { writeDiscovery } from "./gateway/access/discoveryFile";
import { fixedClients } from "./gateway/access/fixedClients";
import { newToken } from "./gateway/access/token";
import { tokenAccess } from "./gateway/access/tokenAccess";
import { type StructuredLog, structuredLog } from "./gateway/operations/structuredLog";
import { gatewayFolder, socketPath } from "./gatewayFolder";
import { stateFolderHere } from "./headless/fileState";
import type { ServeCommand } from "./headless/serveCommand";
import { tokenIn } from "./headless/tokenFile";
import { openServedHub, type ServeParts } from "./servedHub";

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
  const { host, port, profile, tls } = command;
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
  try {
    const token = await tokenIn(tokenFile, newToken);
    const client = { id: "serve", name: "serve", token, ...(profile !== undefined && { profile }) };
    const gateway = await composeGateway({
      ...served.parts,
      access: tokenAccess({
        clients: fixedClients([client]),
        profiles: () => options().profiles,
        failed: served.failed,
        clock,
      }),
      listen: {
        host,
        port,
        limits: { closeMs: drainMs },
        ...(tls && { tls: { cert: await readFile(tls.cert, "utf8"), key: await readFile(tls.key, "utf8") } }),
      },
      socket: socketPath(`serve-${process.pid}`),
    });
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
    await log?.close();
  }
}

const complain =
  ({ report }: ServeParts) =>
  (text: string) =>
    report(new HubError("internal", text));

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });

import { isAbsolute, relative, resolve, sep } from "node:path";
import { composeRoutes, listenForStdio } from "./composeGateway";
import { systemClock } from "./core/kernel/clock";
import { HubError } from "./core/kernel/hubError";
import { type Discovery, findGateways } from "./gateway/access/discoveryFile";
import type { HubTarget } from "./gateway/relay/hubRequest";
import { StdioRelay } from "./gateway/relay/stdioRelay";
import { gatewayFolder, socketPath } from "./gatewayFolder";
import type { StdioCommand } from "./headless/serveCommand";
import { message } from "./protocol/message";
import { openServedHub, type ServeParts } from "./servedHub";

/**
 * Speaks MCP on standard input and output: over a hub of this user that runs already, or over one of its own. Settles when the client has
 * closed its end. Rejects with a `HubError` where there is no hub and none can be started.
 */
export async function stdio(command: StdioCommand, parts: ServeParts): Promise<void> {
  const { report, signal } = parts;
  const path = endpointPath(command);
  const own = (await runningHub()) ? undefined : await openOwn(command, parts);
  const target = async (): Promise<HubTarget> => {
    const socket = own?.socket ?? (await runningHub())?.socket;
    if (socket === undefined) throw noHub();
    return { socketPath: socket, path, headers: {} };
  };
  const relay = new StdioRelay({ input: process.stdin, output: process.stdout, target, clock: systemClock, report });
  signal.addEventListener("abort", () => process.stdin.destroy(), { once: true });
  await relay.run();
  await own?.close();
}

const endpointPath = ({ server, profile }: StdioCommand): string => {
  if (server !== undefined) return `/mcp/${encodeURIComponent(server)}`;
  return profile === undefined ? "/mcp" : `/mcp/p/${encodeURIComponent(profile)}`;
};

/** The hub of this user whose workspace holds the current folder, or else the one that began last. */
async function runningHub(): Promise<Discovery | undefined> {
  const all = (await findGateways(gatewayFolder())).filter(({ socket }) => socket !== undefined);
  const here = process.cwd();
  return all.find(({ workspace }) => workspace !== undefined && isWithin(workspace, here)) ?? all[0];
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(resolve(folder), path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** A hub for this client alone. */
async function openOwn(command: StdioCommand, parts: ServeParts) {
  const { config } = command;
  if (config === undefined) throw noHub();
  const hub = await openServedHub({ config, approval: command.approval, profile: command.profile }, parts);
  const routes = composeRoutes({ ...hub.parts, workspace: () => process.cwd() });
  const local = await listenForStdio(socketPath(`own-${process.pid}`), routes, hub.parts);
  hub.start();
  return {
    socket: local.path,
    close: async () => {
      routes.dispose();
      await local.close();
      await hub.close();
    },
  };
}

const noHub = () =>
  new HubError(
    "bad-config",
    message(
      "stdio.noHub",
      "No hub of yours is running, and no configuration was given. Open VS Code with MCP Hub, run mcp-client-hub serve, or add --config FILE.",
    ),
  );

import type { Requests } from "../../core/calls/requests";
import { newCall } from "../../core/calls/toolCall";
import type { Hub } from "../../core/hub/hub";
import type { Disposable } from "../../core/kernel/disposable";
import type { Caller } from "../../protocol/caller";
import type { Allowance } from "./allowance";
import { orApiError } from "./apiError";
import { frozenCopy } from "./frozenCopy";
import { givenData, givenFunction, givenText } from "./given";
import { guardedListener } from "./guardedListener";
import type { McpEvent, McpHub, McpNotification, McpServer, McpServices, McpTool } from "./mcpClientHub";
import { type OpenOptions, openOptions } from "./requestOptions";
import { serviceDoors } from "./serviceDoors";
import { notificationFilter, notificationSeen, resourceSeen, resultSeen } from "./views";

/** The most notifications that are given at once. */
export const historyLimit = 1000;

/** What the API stands on. */
export interface HubForParts {
  readonly hub: Pick<Hub, "catalog" | "notifications">;
  readonly requests: Pick<Requests, "callTool" | "readResource">;
  readonly services: (caller: Caller) => McpServices;
  readonly servers: () => readonly McpServer[];
  readonly tools: () => readonly McpTool[];
  onServers(listener: (servers: readonly McpServer[]) => void): Disposable;
  onTools(listener: (tools: readonly McpTool[]) => void): Disposable;
  readonly report: (error: unknown) => void;
}

/** The hub for one extension. Everything passes the one path of requests, under the id that the extension declares. */
export function hubFor(extension: string, allowance: Allowance, parts: HubForParts): McpHub {
  const { hub, requests, report } = parts;
  const caller: Caller = { door: "extension", client: { id: extension, name: extension } };
  const guarded = <T>(name: string, listener: (value: T) => unknown) =>
    guardedListener(givenFunction(name, listener), extension, report);

  /** What a request needs of its options, until it has ended. */
  const withOptions = async <T>(given: unknown, run: (options: AskOptions) => Promise<T>): Promise<T> => {
    const opened = openOptions(given);
    const { signal, limitMs, onProgress } = opened;
    const progress = onProgress && guarded("onProgress", onProgress);
    try {
      return await run({
        signal,
        ...(limitMs !== undefined && { limitMs }),
        ...(progress && { onProgress: (seen) => progress(frozenCopy(seen)) }),
      });
    } finally {
      opened.dispose();
    }
  };

  const eventOf =
    <T>(on: (listener: (value: T) => void) => Disposable): McpEvent<T> =>
    (listener) =>
      allowance.subscribe(() => on(guarded("listener", listener)));

  const notifications = (filter: unknown): readonly McpNotification[] => {
    const fits = notificationFilter(filter);
    return Object.freeze(hub.notifications.history().filter(fits).slice(-historyLimit).map(notificationSeen));
  };

  return Object.freeze<McpHub>({
    version: 1,
    extension,
    listServers: parts.servers,
    onDidChangeServers: eventOf(parts.onServers),
    listTools: parts.tools,
    onDidChangeTools: eventOf(parts.onTools),
    callTool: (server, tool, args, options) =>
      allowance.run(() => {
        const call = { server: givenText("server", server), tool: givenText("tool", tool) };
        const given = givenData("args", args) as Readonly<Record<string, unknown>>;
        return withOptions(options, async (ask) =>
          resultSeen(await requests.callTool(newCall({ ...call, args: given, caller, ...ask }))),
        );
      }),
    listResources: (server) =>
      orApiError(() => Object.freeze(hub.catalog(givenText("server", server)).resources.map(resourceSeen))),
    readResource: (server, uri, options) =>
      allowance.run(() => {
        const what = { server: givenText("server", server), uri: givenText("uri", uri) };
        return withOptions(options, async (ask) =>
          frozenCopy(await requests.readResource({ ...what, caller, ...ask })),
        );
      }),
    onNotification: (listener, filter) =>
      allowance.subscribe(() => {
        const fits = notificationFilter(filter);
        const heard = guarded("listener", listener);
        return hub.notifications.on({}, (notification) => {
          if (fits(notification)) heard(notificationSeen(notification));
        });
      }),
    notifications: (filter) => orApiError(() => notifications(filter)),
    services: serviceDoors(parts.services(caller), allowance),
  });
}

type AskOptions = Omit<OpenOptions, "dispose" | "onProgress"> & {
  readonly onProgress?: (progress: Parameters<NonNullable<OpenOptions["onProgress"]>>[0]) => void;
};

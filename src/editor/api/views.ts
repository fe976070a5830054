import type { HubTool, Resource, Tool } from "../../core/catalog/catalog";
import type { Notification } from "../../core/hub/notifications";
import { matchesName } from "../../core/kernel/untrusted/matchesName";
import type { ToolResult } from "../../core/messages/toolResult";
import { startsWhenUsed } from "../../protocol/connectionState";
import type { ServerView } from "../../protocol/hubView";
import { frozenCopy } from "./frozenCopy";
import { givenMembers, maybeText } from "./given";
import type { McpNotification, McpResource, McpServer, McpTool, McpToolResult } from "./mcpClientHub";

// What other extensions see of the hub: copies that they cannot change, of what version 1 promises and nothing else.

export function serverSeen({ id, label, state, counts }: ServerView): McpServer {
  const { tools, resources, prompts } = counts;
  return frozenCopy({
    id,
    label,
    state: state.kind,
    ...("error" in state && { error: { code: state.error.code, message: state.error.message } }),
    startsWhenUsed: startsWhenUsed(state),
    counts: { tools, resources, prompts },
  });
}

export const isSameServer = (one: McpServer, other: McpServer): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Tools are values that are replaced as a whole, so each is copied once: a schema may be large. */
const seenTools = new WeakMap<Tool, McpTool>();

export function toolSeen({ server, modelName, tool }: HubTool): McpTool {
  const before = seenTools.get(tool);
  if (before?.server === server && before.modelName === modelName) return before;
  const { name, title, description, inputSchema, outputSchema, hints } = tool;
  const seen = frozenCopy({ server, name, modelName, title, description, inputSchema, outputSchema, hints });
  seenTools.set(tool, seen);
  return seen;
}

export const resourceSeen = ({ uri, name, title, description, mimeType }: Resource): McpResource =>
  frozenCopy({ uri, name, title, description, mimeType });

export const resultSeen = ({ content, structured, isError, warning }: ToolResult): McpToolResult =>
  frozenCopy({ content, structured, isError, warning });

const seenNotifications = new WeakMap<Notification, McpNotification>();

export function notificationSeen(notification: Notification): McpNotification {
  const before = seenNotifications.get(notification);
  if (before) return before;
  const { server, method, params, omitted, at } = notification;
  const seen = frozenCopy({ server, type: method, params, omitted, at });
  seenNotifications.set(notification, seen);
  return seen;
}

/** Whether a notification is one that was asked for. What came over the own connection of another client is nobody else's. */
export function notificationFilter(given: unknown): (notification: Notification) => boolean {
  const members = givenMembers("filter", given);
  const server = maybeText("server", members.server);
  const type = maybeText("type", members.type);
  const pattern = maybeText("pattern", members.pattern);
  return (notification) =>
    notification.client === undefined &&
    (server === undefined || matchesName(server, notification.server)) &&
    (type === undefined || type === notification.method) &&
    (pattern === undefined || matchesName(pattern, notification.method));
}

/** Version 1 of the API of MCP Client Hub for other extensions. Copy this file next to your code; docs/extension-api.md explains it. */

/** What `vscode.extensions.getExtension<McpHubExports>("mcp-client-hub.mcp-client-hub")?.activate()` gives. */
export interface McpHubExports {
  /**
   * `extension`: the id of your own extension, `context.extension.id`. The person who is asked about your calls reads it.
   * Throws an `McpHubError` that says what to change.
   */
  getApi(version: 1, extension: string): McpHub;
}

/** Everything in it, and everything that it gives, is frozen. Methods throw or reject with an `McpHubError`. */
export interface McpHub {
  readonly version: 1;
  /** The id that you declared. */
  readonly extension: string;
  /** The servers in the order of the settings. */
  listServers(): readonly McpServer[];
  readonly onDidChangeServers: McpEvent<readonly McpServer[]>;
  /** The tools of all servers that are ready, or that start when they are used. */
  listTools(): readonly McpTool[];
  readonly onDidChangeTools: McpEvent<readonly McpTool[]>;
  /** Calls a tool by its own name. The person may be asked first. A tool that reports an error gives a result with `isError`. */
  callTool(server: string, tool: string, args?: object, options?: McpRequestOptions): Promise<McpToolResult>;
  /** What the server lists as resources. */
  listResources(server: string): readonly McpResource[];
  /** Reads a resource. The person may be asked first about one that the server does not list. */
  readResource(server: string, uri: string, options?: McpReadOptions): Promise<readonly McpResourceContents[]>;
  /** Hears the notifications that fit the filter, from now on. */
  onNotification(listener: (notification: McpNotification) => unknown, filter?: McpNotificationFilter): McpDisposable;
  /** The latest notifications that fit the filter, the oldest first: at most 1,000. */
  notifications(filter?: McpNotificationFilter): readonly McpNotification[];
  /** Services in one shape, whichever server has them: `services.jira("tickets").getIssue("PROJ-1")`. */
  readonly services: McpServices;
}

export interface McpDisposable {
  dispose(): void;
}

/** A listener that throws is reported in the log of MCP Hub, and hurts nobody else. */
export type McpEvent<T> = (listener: (value: T) => unknown) => McpDisposable;

export interface McpServer {
  /** Its name in the settings. */
  readonly id: string;
  /** Its name for people. */
  readonly label: string;
  readonly state: "stopped" | "starting" | "waiting" | "needs-auth" | "needs-consent" | "ready" | "failed";
  /** Why it is not ready, where it failed or waits for something. */
  readonly error?: { readonly code: McpErrorCode; readonly message: string };
  /** It is stopped, and starts with the first call. */
  readonly startsWhenUsed: boolean;
  /** How much it offers. */
  readonly counts: { readonly tools: number; readonly resources: number; readonly prompts: number };
}

/** A tool as its server describes it: text that others wrote. */
export interface McpTool {
  readonly server: string;
  /** The server's own name for it. */
  readonly name: string;
  /** Its name for language models, which no other tool has. */
  readonly modelName: string;
  readonly title?: string;
  readonly description?: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
  readonly outputSchema?: Readonly<Record<string, unknown>>;
  /** What the server claims; do not rely on it. */
  readonly hints: {
    readonly readOnly?: boolean;
    readonly destructive?: boolean;
    readonly idempotent?: boolean;
    readonly openWorld?: boolean;
  };
}

export interface McpResource {
  readonly uri: string;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly mimeType?: string;
}

/** `text`, or `blob` in base64. */
export interface McpResourceContents {
  readonly uri: string;
  readonly mimeType?: string;
  readonly text?: string;
  readonly blob?: string;
}

export interface McpReadOptions {
  readonly signal?: AbortSignal;
  /** The same for who has a `vscode.CancellationToken`. */
  readonly token?: McpCancellationToken;
  readonly onProgress?: (progress: McpProgress) => unknown;
}

export interface McpRequestOptions extends McpReadOptions {
  /** The most time for the call, in milliseconds, without the time that the person is asked; the settings may give it less. */
  readonly timeoutMs?: number;
}

export interface McpCancellationToken {
  readonly isCancellationRequested: boolean;
  readonly onCancellationRequested: (listener: () => unknown) => McpDisposable;
}

export interface McpProgress {
  readonly progress: number;
  readonly total?: number;
  readonly message?: string;
}

/** `data` is in base64. */
export type McpContent =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image" | "audio"; readonly data: string; readonly mimeType: string }
  | { readonly type: "resource"; readonly resource: McpResourceContents }
  | { readonly type: "resource_link"; readonly uri: string; readonly name: string; readonly mimeType?: string };

export interface McpToolResult {
  readonly content: readonly McpContent[];
  /** The structured content. An integer beyond 2^53 is a text of its digits. */
  readonly structured?: unknown;
  /** The tool ran and reported an error. */
  readonly isError: boolean;
  /** What is wrong with the result: it does not fit the output schema of its tool. */
  readonly warning?: string;
}

/** What is left out fits all. In `server` and `pattern`, `*` stands for any text. */
export interface McpNotificationFilter {
  readonly server?: string;
  /** The method, such as `notifications/message`. */
  readonly type?: string;
  /** A pattern for the method, such as `notifications/resources/*`. */
  readonly pattern?: string;
}

export interface McpNotification {
  readonly server: string;
  readonly type: string;
  /** As the server sent them, secrets masked; missing where there were none, or too much (`omitted`). */
  readonly params?: unknown;
  readonly omitted?: true;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Switch on `code`; `message` is a sentence for people. */
export interface McpHubError extends Error {
  readonly name: "McpHubError";
  readonly code: McpErrorCode;
  /** How long to wait before the next try, where that helps. */
  readonly retryAfterMs?: number;
  /** `no`: the request certainly did not reach the server. */
  readonly sent?: "no";
}

/** docs/faults.md explains the codes. New ones may come within version 1. */
export type McpErrorCode =
  | ("bad-arguments" | "bad-config" | "cancelled" | "circuit-open" | "denied" | "exited" | "forbidden" | "internal")
  | ("needs-auth" | "needs-consent" | "needs-input" | "not-connected" | "protocol" | "queue-full" | "rate-limited")
  | ("result-expired" | "server-error" | "session-lost" | "spawn-failed" | "timeout" | "too-many-subscriptions")
  | ("transport" | "unknown-resource" | "unknown-server" | "unknown-task" | "unknown-tool" | "unreadable-result")
  | ("unsupported" | "untrusted");

type Text = string | null;
type Options = Pick<McpReadOptions, "signal" | "token">;
/** `incomplete`: the server has more of what was asked for, and does not give it. */
type List<Item> = Promise<{ readonly items: readonly Item[]; readonly incomplete: boolean }>;
type Open<Methods> = (server: string, defaults?: Readonly<Record<string, unknown>>) => Readonly<Methods>;
type One<Given, Item> = (given: Given, options?: Options) => Promise<Readonly<Item>>;
type Many<Given, Item> = (given: Given, options?: Options) => List<Readonly<Item>>;
type Fields = Readonly<Record<string, unknown>>;
type Limit = { limit?: number };
type MaxResults = { maxResults?: number };

type Ticket = Record<"type" | "priority" | "assignee" | "created" | "updated", Text> & WorkItem;
type Issue = Ticket & { description: Text; reporter: Text; labels: readonly string[] };
type Found = { id: string; title: string; spaceKey: Text; lastModified: Text; url: Text };
type Tickets = { status?: string[]; assignee?: string; createdAfter?: string; createdBefore?: string } & MaxResults;
type NewIssue = { projectKey: string; issueType: string; summary: string; description?: string };
type Words = Limit & { query: string; channel?: string; from?: string; after?: string; before?: string };
type MessageHit = Record<"channelId" | "channelName" | "userId" | "userName" | "time" | "permalink", Text>;
type WorkItem = { id: string; title: string; status: Text; url: Text };
type WorkItemText = WorkItem & { description: Text };
type Titled = { id: string; title: Text; url: Text };
type Created = { id: string; url: Text };
type Done = { ok: true };
type Sent = Done & { channel: string; ts: string; permalink: Text };
type DesignFile = { fileKey: string; name: Text; pages: readonly { id: string; name: string }[]; lastModified: Text };
type WebHit = { title: string; url: string; snippet: string; published: Text; rank: number };

/** A service on one server; docs/services.md has every method. What a server does not say is `null`. */
export interface McpServices {
  readonly confluence: Open<{
    getPageContent: One<string | { pageId: string }, Found & { content: string }>;
    searchPages: Many<Limit & { query: string; spaceKey?: string }, Found & { excerpt: Text }>;
  }>;
  readonly jira: Open<{
    searchIssues: Many<MaxResults & { jql: string }, Ticket>;
    searchTickets: Many<Tickets, Ticket>;
    getIssue: One<string | { key: string }, Issue>;
    createIssue: One<NewIssue, Created>;
    getComments: Many<Limit & { key: string }, { id: Text; author: Text; text: string; created: Text }>;
    addComment: One<{ key: string; text: string }, Done>;
    getTransitions: Many<Limit & { key: string }, { id: string; name: string }>;
    transitionIssue: One<{ key: string; transitionId: string }, Done>;
  }>;
  readonly slack: Open<{
    sendMessage: One<{ channel: string; text: string; threadTs?: string }, Sent>;
    searchMessages: Many<Words & { includePrivate?: boolean }, MessageHit & { text: string; ts: string }>;
  }>;
  readonly figma: Open<{
    getFile: One<string | { fileKey: string }, DesignFile>;
    getComponents: Many<Limit & { fileKey: string }, { id: string; key: Text; name: string }>;
  }>;
  readonly webSearch: Open<{
    search: Many<Limit & { query: string }, WebHit>;
  }>;
  readonly github: Open<{
    searchIssues: Many<Limit & { query: string }, WorkItem>;
    getIssue: One<{ owner: string; repo: string; number: number }, WorkItemText>;
    createIssue: One<{ owner: string; repo: string; title: string; description?: string }, Created>;
  }>;
  readonly linear: Open<{
    searchIssues: Many<Limit & { query: string }, WorkItem>;
    getIssue: One<string | { id: string }, WorkItemText>;
    createIssue: One<{ team: string; title: string; description?: string }, Created>;
  }>;
  readonly asana: Open<{
    searchTasks: Many<Limit & { workspace: string; query: string }, WorkItem>;
    getTask: One<string | { id: string }, WorkItemText>;
    createTask: One<{ project: string; title: string; description?: string }, Created>;
  }>;
  readonly notion: Open<{
    searchPages: Many<Limit & { query: string }, Titled>;
    getPageContent: One<string | { pageId: string }, Titled & { content: string }>;
    createPage: One<{ parentId: string; title: string }, Created>;
  }>;
  readonly salesforce: Open<{
    queryRecords: Many<Limit & { object: string; fields: string[]; where?: string }, { fields: Fields }>;
    createRecord: One<{ object: string; fields: Fields }, Done>;
  }>;
}

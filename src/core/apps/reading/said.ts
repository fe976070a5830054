/** What an app's entry says, in common terms. Texts may hold the app's variables. What was not said is missing. */
export interface Said {
  readonly command?: unknown;
  readonly args?: unknown;
  readonly cwd?: unknown;
  readonly env?: unknown;
  readonly envFile?: unknown;
  readonly url?: unknown;
  /** Only HTTP+SSE is spoken. */
  readonly isSse?: boolean;
  readonly headers?: unknown;
  readonly auth?: unknown;
  /** What helps the person who writes the server: VS Code and the hub have it in one shape. */
  readonly dev?: unknown;
  readonly connectTimeoutSeconds?: number;
  readonly callTimeoutSeconds?: number;
  readonly isOff?: boolean;
  readonly disabledTools?: unknown;
  readonly allowedTools?: unknown;
  /** It is not an MCP server that could be taken over, such as a part of the app itself; the text says what it is. */
  readonly skip?: string;
}

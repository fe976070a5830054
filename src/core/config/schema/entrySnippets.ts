/** A piece of JSON that completion offers; `${1:…}` marks what to fill in. */
export interface Snippet {
  readonly label: string;
  readonly description: string;
  readonly body: unknown;
}

const stdio = {
  label: "A server that runs as a program",
  description: "Started on this machine; speaks over its standard input and output (stdio).",
  entry: { command: "${2:npx}", args: ["-y", "${3:package}"] },
};

const http = {
  label: "A server reached over HTTP",
  description: "Streamable HTTP, and HTTP+SSE where the server is older.",
  entry: { url: "${2:https://example.com/mcp}" },
};

/** Offered for one entry. */
export const entrySnippets: readonly Snippet[] = [stdio, http].map(({ entry, ...rest }) => ({ ...rest, body: entry }));

/** Offered for the object of all servers. */
export const serversSnippets: readonly Snippet[] = [stdio, http].map(({ entry, ...rest }) => ({
  ...rest,
  body: { "${1:name}": entry },
}));

import type { ConfigProblem } from "../../../protocol/hubEvent";

import { message } from "../../../protocol/message";

/** A problem inside one entry. The message continues the sentence that starts with the server's name; the path starts at the entry. */
export interface Finding {
  readonly path: readonly (string | number)[];
  readonly severity: ConfigProblem["severity"];
  readonly message: string;
}

export const error = (path: Finding["path"], message: string): Finding => ({ path, severity: "error", message });
export const warning = (path: Finding["path"], message: string): Finding => ({ path, severity: "warning", message });
export const isError = ({ severity }: Finding): boolean => severity === "error";

/** A problem as a sentence that starts with the server's name. */
export const serverProblem = (server: string, problem: string): string =>
  message("config.serverProblem", 'Server "{server}": {problem}', { server, problem });

/** Two valid entries, for messages. */
export const entryExample = (): string =>
  message("config.entryExample", "{program} or {address}", {
    program: '{"command": "npx", "args": ["-y", "some-server"]}',
    address: '{"url": "https://example.com/mcp"}',
  });

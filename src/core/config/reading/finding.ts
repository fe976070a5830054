import type { ConfigProblem } from "../../../protocol/hubEvent";

/** Something wrong inside one entry. The sentence goes on after the server's name; the path starts at the entry. */
export interface Finding {
  readonly path: readonly (string | number)[];
  readonly severity: ConfigProblem["severity"];
  readonly message: string;
}

export const error = (path: Finding["path"], message: string): Finding => ({ path, severity: "error", message });
export const warning = (path: Finding["path"], message: string): Finding => ({ path, severity: "warning", message });
export const isError = ({ severity }: Finding): boolean => severity === "error";

export const entryExample = '{"command": "npx", "args": ["-y", "some-server"]} or {"url": "https://example.com/mcp"}';

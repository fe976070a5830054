import type { Scope } from "../../protocol/scope";

/** A tool as a client may be given it. */
interface NamedTool {
  readonly server: string;
  readonly tool: string;
}

/** Whether a name can stand in a scope for itself alone: there, `*` is any text. */
export const isPlainName = (name: string): boolean => !name.includes("*");

/** These tools, and nothing of other servers. */
export const toolScope = (tools: readonly NamedTool[]): Scope => ({
  servers: [...new Set(tools.map(({ server }) => server))],
  tools: tools.map(({ server, tool }) => `${server}/${tool}`),
});

import type { Caller } from "./caller";

/**
 * my-cool-proxy offers no tool of its servers, only some that find them, and one that runs a script which calls them: so a call is a script,
 * and a list of all tools is a list of each server's.
 */
export function viaLua(caller: Caller, servers: readonly string[]): Caller {
  return {
    close: caller.close,
    call: (server, tool, args) =>
      caller.call("", "execute", { script: `result(${server}.${tool}(${luaTable(args)}):await())` }),
    async list() {
      let count = 0;
      for (const luaServerName of servers) {
        const result = await caller.call("", "list-server-tools", { luaServerName });
        count += JSON.stringify(result).split("Measures: ").length - 1;
      }
      return count;
    },
  };
}

/** Texts and numbers, as Lua writes them. */
function luaTable(args: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(args).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  return `{ ${fields.join(", ")} }`;
}

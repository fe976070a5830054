import { setTimeout as delay } from "node:timers/promises";
import type { Caller } from "./caller";

/** How long it may take to know its servers, in milliseconds: it connects to them once a client has come. */
const knownLimitMs = 30_000;

/**
 * my-cool-proxy offers no tool of its servers, only some that find them, and one that runs a script which calls them: so a call is a script,
 * and a list of all tools is a list of each server's. It runs no script with a tool that the client has not asked about.
 */
export function viaLua(caller: Caller, servers: readonly string[]): Caller {
  const asked = new Map<string, Promise<unknown>>();

  async function find(tool: string, args: Readonly<Record<string, unknown>>): Promise<unknown> {
    for (const deadline = Date.now() + knownLimitMs; ; await delay(20))
      try {
        return await caller.call("", tool, args);
      } catch (error) {
        if (!/not found in session/.test(String(error)) || Date.now() > deadline) throw error;
      }
  }

  const ask = (luaServerName: string, luaToolName: string) => {
    const name = `${luaServerName}.${luaToolName}`;
    const answer = asked.get(name) ?? find("tool-details", { luaServerName, luaToolName });
    asked.set(name, answer);
    return answer;
  };

  return {
    close: caller.close,
    async call(server, tool, args) {
      await ask(server, tool);
      return caller.call("", "execute", { script: `result(${server}.${tool}(${luaTable(args)}):await())` });
    },
    async list() {
      let count = 0;
      for (const luaServerName of servers) {
        const result = await find("list-server-tools", { luaServerName });
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

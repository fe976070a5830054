import type { ServerId } from "../../protocol/hubEvent";
import type { Arguments } from "./fillForm";

/** The most tools whose last arguments are remembered. */
const remembered = 100;

/** The arguments that tools were called with last, in this session only. */
export class LastArguments {
  private readonly last = new Map<string, Arguments>();

  of(server: ServerId, tool: string): Arguments | undefined {
    return this.last.get(keyOf(server, tool));
  }

  keep(server: ServerId, tool: string, args: Arguments): void {
    const key = keyOf(server, tool);
    this.last.delete(key); // keeps the newest entry last
    this.last.set(key, args);
    for (const oldest of [...this.last.keys()].slice(0, -remembered)) this.last.delete(oldest);
  }
}

const keyOf = (server: ServerId, tool: string): string => JSON.stringify([server, tool]);

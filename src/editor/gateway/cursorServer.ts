import type { Disposable } from "../../core/kernel/disposable";
import type { Event } from "../../core/kernel/emitter";
import type { AgentServer } from "./agentServer";

/** Cursor's own way to add a server (cursor.com/docs/context/mcp-extension-api); no other editor has it. It was not run here with Cursor. */
export interface CursorServers {
  registerServer(server: {
    readonly name: string;
    readonly server: { readonly url: string; readonly headers: Readonly<Record<string, string>> };
  }): void;
  unregisterServer(name: string): void;
}

/** Cursor's servers, where the editor has them: `vscode.cursor.mcp` is not in the types of VS Code. */
export function cursorServers(vscode: object): CursorServers | undefined {
  const cursor: unknown = Reflect.get(vscode, "cursor");
  const mcp: unknown = typeof cursor === "object" && cursor !== null ? Reflect.get(cursor, "mcp") : undefined;
  return isServers(mcp) ? mcp : undefined;
}

const isServers = (value: unknown): value is CursorServers =>
  typeof value === "object" &&
  value !== null &&
  ["registerServer", "unregisterServer"].every((name) => typeof Reflect.get(value, name) === "function");

/** Keeps one server of Cursor as it is offered now, from the start and after each change. */
export class CursorServer implements Disposable {
  private readonly following: Disposable;
  private turn: Promise<void> = Promise.resolve();
  private registered = "";
  private isOver = false;

  constructor(
    private readonly cursor: CursorServers,
    private readonly name: string,
    private readonly current: () => AgentServer | undefined,
    onChange: Event<void>,
    private readonly report: (error: unknown) => void,
  ) {
    this.following = onChange(() => void this.follow());
    void this.follow();
  }

  /** Registers it again if it has changed: Cursor reads its tools when it is registered. Settles when that is done. */
  follow(): Promise<void> {
    this.turn = this.turn.then(() => this.adjust()).catch(this.report);
    return this.turn;
  }

  dispose(): void {
    this.isOver = true;
    this.following.dispose();
    this.remove();
  }

  private async adjust(): Promise<void> {
    const server = this.isOver ? undefined : this.current();
    const wanted = server ? `${server.url} ${server.version}` : "";
    if (wanted === this.registered) return;
    const token = await server?.token();
    this.remove();
    if (!server || token === undefined || this.isOver) return;
    const { url } = server;
    this.cursor.registerServer({ name: this.name, server: { url, headers: { Authorization: `Bearer ${token}` } } });
    this.registered = wanted;
  }

  private remove(): void {
    if (this.registered === "") return;
    this.registered = "";
    try {
      this.cursor.unregisterServer(this.name);
    } catch (error) {
      this.report(error);
    }
  }
}

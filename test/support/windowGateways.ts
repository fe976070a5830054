import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { AddressState } from "../../src/core/access/clientTokens";
import { freePort } from "./freePort";
import { until } from "./until";

/** What a process of `windowGatewayProcess` says. */
interface Said {
  readonly state?: AddressState;
  readonly ready?: string;
  readonly added?: { readonly id: string; readonly token: string };
  readonly knows?: "yes" | "no";
  readonly figures?: { readonly failedSignIns: number; readonly sessions: number };
  readonly log?: string;
  readonly failure?: string;
}

/** One gateway of a window, in a process of its own. */
export interface WindowProcess {
  readonly child: ChildProcess;
  readonly said: readonly Said[];
  tell(command: string): void;
  /** The kind of the last state it spoke of. */
  kind(): AddressState["kind"] | undefined;
  is(kind: AddressState["kind"]): Promise<void>;
  /** The next answer of this kind. */
  answer<K extends keyof Said>(command: string, key: K): Promise<NonNullable<Said[K]>>;
  /** Closes it as a window that closes. */
  close(): Promise<void>;
}

/** The windows of one user. */
export class WindowGateways {
  folder = "";
  port = 0;
  private readonly children: ChildProcess[] = [];

  async open(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), "windows-"));
    await this.choosePort();
  }

  /** Lets the stable address have another port from now on. */
  async choosePort(): Promise<void> {
    this.port = await freePort();
  }

  async start(workspace: string, settings: object = {}): Promise<WindowProcess> {
    const all = JSON.stringify({ gateway: "on", gatewayPort: this.port, ...settings });
    const child = spawn(process.execPath, [resolve("out/test/support/windowGatewayProcess.js"), workspace, all], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, MCP_HUB_STATE_FOLDER: this.folder, MCP_HUB_SHELL_ENV: "0" },
    });
    this.children.push(child);
    const said: Said[] = [];
    createInterface({ input: child.stdout }).on("line", (line) => said.push(JSON.parse(line)));
    const states = () => said.flatMap(({ state }) => (state ? [state] : []));
    const kind = () => states().at(-1)?.kind;
    const tell = (command: string) => void child.stdin.write(`${command}\n`);
    await until(`${workspace} is ready`, () => said.some(({ ready }) => ready !== undefined));
    return {
      child,
      said,
      tell,
      kind,
      is: async (wanted) => void (await until(`${workspace} is ${wanted}`, () => kind() === wanted)),
      answer: async (command, key) => {
        const before = said.length;
        tell(command);
        return until(`an answer to ${command}`, () => {
          const value = said.slice(before).find((one) => one[key] !== undefined)?.[key];
          return value ?? false;
        });
      },
      close: async () => {
        const exited = once(child, "exit");
        child.stdin.end();
        await exited;
      },
    };
  }

  async close(): Promise<void> {
    for (const child of this.children.splice(0)) child.kill("SIGKILL");
    await rm(this.folder, { recursive: true, force: true });
  }
}

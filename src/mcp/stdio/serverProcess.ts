import type { ChildProcessByStdio } from "node:child_process";
import { type Readable, Writable } from "node:stream";
import spawn from "cross-spawn";
import type { StdioPlan } from "../../core/config/plan/launchPlan";
import type { Clock } from "../../core/kernel/clock";
import type { HubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";
import { endProcess } from "../processes/endProcess";
import { guardExit } from "../processes/exitGuard";
import type { GuardedServer, OrphanGuard } from "../processes/orphanGuard";
import { type ProcessSystem, treeBelow } from "../processes/processTree";
import type { SandboxedProgram } from "../sandbox/sandboxedProgram";
import type { Environment } from "./serverEnv";
import { spawnFailed } from "./spawnFailed";
import { startedProgram } from "./startedProgram";

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** How a process ended; `words` is for people: `exit code 1`, `signal SIGKILL`. */
export interface Exited {
  readonly words: string;
  readonly code: number | null;
  readonly signal: string | null;
}

/** How a process ended, or why it did not start (known late on Windows). */
export type Exit = Exited | HubError;

export interface ServerProcessPorts {
  readonly system: ProcessSystem;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
  /** Ensures that the server does not outlive this process. */
  readonly guard?: OrphanGuard;
}

/** A server's process, with everything that it starts, from the spawn to the end of the last descendant. */
export class ServerProcess {
  /** Settles with how the process ended, once its last output has been read. */
  readonly ended: Promise<Exit>;
  private readonly whenExited: Promise<void>;
  private ending: Promise<void> | undefined;

  private constructor(
    readonly child: Child,
    readonly pid: number,
    private readonly plan: StdioPlan,
    private readonly ports: ServerProcessPorts,
    guarded: GuardedServer | undefined,
    program: SandboxedProgram,
  ) {
    this.whenExited = new Promise((resolve) => {
      child.once("exit", () => resolve());
      child.once("error", () => resolve()); // cross-spawn on Windows: the shell found no such program
    });
    this.ended = this.watch();
    const root = this.root();
    const tree = treeBelow(pid, ports.system, ports.clock.now(), root.exited, guarded?.mark, program.carriers);
    const guard = guardExit(() => tree.endNow());
    const release = guarded?.started(pid);
    // A process that ends by itself may leave descendants behind: they are ended too.
    void this.ended.then(() => this.end());
    this.finish = async () => {
      const nothingLeft = await endProcess(root, tree, ports.clock);
      guard.dispose();
      if (nothingLeft) release?.();
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
      program.dispose();
      if (!nothingLeft)
        ports.report(
          new Error(
            message("process.notEnded", 'Some processes of "{server}" could not be ended (process {pid}).', {
              server: plan.server,
              pid,
            }),
          ),
        );
    };
  }

  private readonly finish: () => Promise<void>;

  /** Starts the program. Rejects with `spawn-failed` where nothing runs, and with `bad-config` where its sandbox cannot be as its plan says. */
  static async start(plan: StdioPlan, shell: Environment, ports: ServerProcessPorts): Promise<ServerProcess> {
    const { platform } = ports.system;
    const guarded = ports.guard?.forServer();
    const own = { ...plan.env, ...guarded?.env };
    const program = await startedProgram(plan, shell, own, platform);
    try {
      const child = spawn(program.file, [...program.args], {
        // Both the sandbox and the program have the mark.
        env: { ...program.env, ...guarded?.env },
        cwd: plan.cwd,
        stdio: ["pipe", "pipe", "pipe", ...(program.input === undefined ? [] : ["pipe" as const])],
        shell: false,
        windowsHide: true,
        // A process group of its own, so that the whole group can be ended.
        detached: platform !== "win32",
      }) as Child;
      await new Promise<void>((resolve, reject) => {
        child.once("spawn", resolve);
        child.once("error", reject);
      });
      if (program.input !== undefined) giveInput(child, program.input);
      if (child.pid === undefined) throw new Error(message("process.noPid", "the process has no number"));
      return new ServerProcess(child, child.pid, plan, ports, guarded, program);
    } catch (error) {
      program.dispose();
      throw spawnFailed(plan, error);
    }
  }

  /** Ends the process and everything it started. Settles when nothing is left. */
  end(): Promise<void> {
    this.ending ??= this.finish();
    return this.ending;
  }

  private root() {
    const { child } = this;
    return {
      exited: () => child.exitCode !== null || child.signalCode !== null,
      whenExited: this.whenExited,
      closeInput: () => child.stdin.end(),
    };
  }

  /**
   * `close` follows `exit` once the pipes are empty. A grandchild that inherited them keeps them open: then the output ends shortly after the
   * exit.
   */
  private watch(): Promise<Exit> {
    return new Promise((resolve) => {
      const { child } = this;
      child.once("error", (error) => resolve(spawnFailed(this.plan, error)));
      child.once("exit", (code, signal) => {
        const words = signal
          ? message("process.signal", "signal {signal}", { signal })
          : message("process.exitCode", "exit code {code}", { code: String(code) });
        const exit = { words, code, signal };
        const timer = this.ports.clock.after(200, () => resolve(exit));
        child.once("close", () => {
          timer.dispose();
          resolve(exit);
        });
      });
    });
  }
}

/** What the sandbox reads beside the server's messages. It may have ended before it read it: then its exit says why. */
function giveInput({ stdio }: Child, input: string): void {
  const pipe = stdio[3];
  if (!(pipe instanceof Writable)) return;
  pipe.on("error", () => {});
  pipe.end(input);
}

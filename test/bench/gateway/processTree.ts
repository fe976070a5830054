import { readFileSync } from "node:fs";
import { descendants, listProcesses } from "../../host/processes.mjs";

/** The servers that gateways start are not theirs to answer for; nor is the shell that some start them with. */
const isUpstream = ({ command }: { readonly command: string }) => command.includes("echoServer.mjs");

/** Clock ticks of /proc a second, on every Linux of today. */
const ticksPerSecond = 100;

/** What a gateway's processes use of the machine, read from /proc (Linux): those of its tree without the servers behind it. */
export class ProcessTree {
  private constructor(private readonly pids: readonly number[]) {}

  static async of(root: number): Promise<ProcessTree> {
    const all = await listProcesses();
    const below = descendants(all, root).filter((one) => !isUpstream(one));
    return new ProcessTree([root, ...below.map(({ pid }) => pid)]);
  }

  /** Milliseconds of the processor so far. */
  cpuMs(): number {
    return this.sum((pid) => {
      const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
    });
  }

  /** MB of memory: the most that was used at any time, or what is used now. */
  memoryMb(which: "peak" | "now"): number {
    return this.sum((pid) => {
      const status = readFileSync(`/proc/${pid}/status`, "latin1");
      const [, kb = "0"] = (which === "peak" ? /^VmHWM:\s+(\d+)/m : /^VmRSS:\s+(\d+)/m).exec(status) ?? [];
      return Number(kb) / 1024;
    });
  }

  private sum(of: (pid: number) => number): number {
    return this.pids.reduce((all, pid) => all + of(pid), 0);
  }
}

import { type ChildProcess, spawn } from "node:child_process";
import { Socket } from "node:net";
import { message } from "../../protocol/message";
import { markVariable } from "./ledgerEntry";
import { newMark } from "./processFacts";
import { ServerLedger } from "./serverLedger";

/** One server as the guard knows it. */
export interface GuardedServer {
  /** To be added to the environment that the server starts with. */
  readonly env: Readonly<Record<string, string>>;
  /** What that adds: everything that the server starts has it, too. */
  readonly mark: string;
  /** The server is running. Call the returned function when nothing of it is left. */
  started(pid: number): () => void;
}

/**
 * Ensures that no server outlives this process, even if it is killed: at once by a shell that watches (`CrashWatcher`), and where that is
 * not possible at the next start (`serverLedger.ts`, `reapOrphans.ts`).
 */
export class OrphanGuard {
  private readonly watch: CrashWatcher;
  private readonly ledger: ServerLedger | undefined;

  /** `folder`: where the ledger is kept; without it, only the shell watches. */
  constructor(folder: string | undefined, report: (error: unknown) => void) {
    this.watch = new CrashWatcher(report);
    this.ledger = folder === undefined ? undefined : new ServerLedger(folder, report);
  }

  forServer(): GuardedServer {
    const mark = newMark();
    return {
      env: { [markVariable]: mark },
      mark,
      started: (pid) => {
        const unwatch = this.watch.add(pid, mark);
        const entry = this.ledger?.add(pid, mark);
        return () => {
          unwatch();
          void entry?.then((remove) => remove());
        };
      },
    };
  }
}

/**
 * Reads `+GROUP MARK` and `-GROUP MARK` lines. The end of its input means that the hub's process is gone, however it ended: servers that
 * have not exited after the end of their own input within a second get SIGTERM, and a second later SIGKILL. A group is checked every fifth
 * of a second and dropped as soon as it is empty, so that a later group with the same number is never signaled. Processes that left their
 * group, such as daemons, are found by the mark in their environment.
 */
const watchScript = `
groups=" "
marks=" "
while read -r line; do
  g="\${line%% *}"
  g="\${g#?}"
  m="\${line#* }"
  case "$line" in
    +*) groups="$groups$g "; marks="$marks$m " ;;
    -*) groups="\${groups%% $g *} \${groups#* $g }"; marks="\${marks%% $m *} \${marks#* $m }" ;;
  esac
done
marked() {
  set --
  for m in $marks; do set -- "$@" -e "${markVariable}=$m"; done
  [ $# -gt 0 ] || return 0
  if [ -r /proc/self/environ ]; then
    for f in $(grep -lazxF "$@" /proc/[0-9]*/environ 2>/dev/null); do f="\${f#/proc/}"; echo "\${f%/environ}"; done
  else
    ps -A -E -ww -o pid=,command= 2>/dev/null | grep -F "$@" | while read -r pid rest; do echo "$pid"; done
  fi
}
left() {
  still=" "
  for g in $groups; do kill -s 0 -- "-$g" 2>/dev/null && still="$still$g "; done
  groups="$still"
  strays="$(marked)"
  [ "$groups" != " " ] || [ -n "$strays" ]
}
wait_for() { n=0; while [ $n -lt 5 ]; do left || exit 0; sleep 0.2; n=$((n + 1)); done; }
end_all() {
  for g in $groups; do kill -s "$1" -- "-$g" 2>/dev/null; done
  for p in $strays; do kill -s "$1" "$p" 2>/dev/null; done
}
trap '' HUP INT TERM
wait_for
end_all TERM
wait_for
end_all KILL
`;

/**
 * A small shell that outlives this process by a few seconds at most, and ends the servers' process groups where this process was killed
 * and could not. It runs while a server runs. POSIX only; elsewhere only `reapOrphans` does this, at the next start.
 */
class CrashWatcher {
  private shell: ChildProcess | undefined;
  private readonly groups = new Set<number>();

  constructor(
    /** Takes the failure of the shell: servers that survive a crash are then ended at the next start. */
    private readonly report: (error: unknown) => void,
    private readonly platform: NodeJS.Platform = process.platform,
  ) {}

  /** Watches a server's process group, and what left it. Returns what ends the watch. */
  add(group: number, mark: string): () => void {
    if (this.platform === "win32") return () => {};
    this.shell ??= this.start();
    this.groups.add(group);
    this.shell.stdin?.write(`+${group} ${mark}\n`);
    return () => this.remove(group, mark);
  }

  private remove(group: number, mark: string): void {
    if (!this.groups.delete(group)) return;
    this.shell?.stdin?.write(`-${group} ${mark}\n`);
    if (this.groups.size > 0) return;
    this.shell?.stdin?.end();
    this.shell = undefined;
  }

  private start(): ChildProcess {
    const shell = spawn("/bin/sh", ["-c", watchScript], {
      stdio: ["pipe", "ignore", "ignore"],
      detached: true,
      env: { PATH: "/usr/bin:/bin" },
    });
    const fail = (error: unknown) => {
      if (shell !== this.shell) return; // it was released
      this.shell = undefined;
      this.groups.clear();
      this.report(error);
    };
    shell.on("error", fail);
    shell.on("exit", () =>
      fail(
        new Error(
          message("process.crashWatcherEnded", "The shell that ends servers after a crash of the hub has ended."),
        ),
      ),
    );
    shell.stdin.on("error", fail);
    // It must not keep this process alive: the shell waits for the end of this process.
    shell.unref();
    if (shell.stdin instanceof Socket) shell.stdin.unref();
    return shell;
  }
}

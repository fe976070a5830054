import type { Disposable } from "../../core/kernel/disposable";

const guards = new Set<() => void>();
const signals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

/**
 * Runs `endNow` if this process exits before the guard is disposed, so that no server outlives the hub. Listens on the process only while
 * there are guards.
 */
export function guardExit(endNow: () => void): Disposable {
  if (guards.size === 0) listen();
  guards.add(endNow);
  return {
    dispose() {
      if (guards.delete(endNow) && guards.size === 0) unlisten();
    },
  };
}

function endAll(): void {
  const all = [...guards];
  guards.clear();
  for (const endNow of all) endNow();
}

/**
 * A signal without other listeners would end this process without its `exit` event: the servers are ended, and the signal is sent again.
 * Other listeners decide by themselves, and `exit` follows.
 */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  endAll();
  unlisten();
  process.kill(process.pid, signal);
}

function listen(): void {
  process.on("exit", endAll);
  for (const signal of signals) process.on(signal, onSignal);
}

function unlisten(): void {
  process.off("exit", endAll);
  for (const signal of signals) process.off(signal, onSignal);
}

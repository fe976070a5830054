import type { Disposable } from "../../core/kernel/disposable";

const living = new Set<() => void>();
const signals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

/**
 * Runs `endNow` if this process exits while the guard is held, so that no server outlives the hub. Listens on the process only
 * while something is held.
 */
export function guardExit(endNow: () => void): Disposable {
  if (living.size === 0) listen();
  living.add(endNow);
  return {
    dispose() {
      if (living.delete(endNow) && living.size === 0) unlisten();
    },
  };
}

function endAll(): void {
  const all = [...living];
  living.clear();
  for (const endNow of all) endNow();
}

/**
 * A signal that nobody else listens to would have ended this process without its `exit` event: end the servers, then let it take
 * its course. Where somebody else listens, they decide, and `exit` follows.
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

import { networkInterfaces } from "node:os";
import type { Clock } from "../../../core/kernel/clock";
import type { Disposable } from "../../../core/kernel/disposable";

/** How often the machine's addresses are compared, in milliseconds. */
const pollMs = 5000;

/**
 * Watches the machine's network for changes: another Wi-Fi, a cable, a VPN. Node has no event for it, so the addresses are compared.
 * Addresses that only this machine can reach do not count.
 *
 * @param addresses the present addresses in one text; for tests
 */
export const watchNetwork =
  (clock: Clock, addresses: () => string = reachableAddresses) =>
  (onChange: () => void): Disposable => {
    let known = addresses();
    const poll = (): Disposable =>
      clock.after(pollMs, () => {
        timer = poll();
        const now = addresses();
        if (now === known) return;
        known = now;
        onChange();
      });
    let timer = poll();
    return { dispose: () => timer.dispose() };
  };

function reachableAddresses(): string {
  const all = Object.entries(networkInterfaces()).flatMap(([name, list = []]) =>
    list.filter(({ internal }) => !internal).map(({ cidr, address }) => `${name} ${cidr ?? address}`),
  );
  return all.sort().join("\n");
}

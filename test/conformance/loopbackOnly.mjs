// Loaded before the conformance suite, whose servers would listen on every interface and ask for their port at once: they listen on
// 127.0.0.1 only. `_listen2` is the step of Node's own `listen` that opens the socket; a suite that gets past it is ended.
import { Server } from "node:net";

const prototype =
  /** @type {Server & { _listen2(address: string | null, port: number, type: number, ...rest: unknown[]): void }} */ (
    Server.prototype
  );
const open = prototype._listen2;

/** @this {Server} */
prototype._listen2 = function listenOnLoopback(address, port, type, ...rest) {
  const isOpen = address === null || address === "::" || address === "0.0.0.0";
  open.call(this, isOpen ? "127.0.0.1" : address, port, isOpen ? 4 : type, ...rest);
  process.nextTick(() => {
    const at = this.address();
    if (typeof at !== "object" || !at || /^(127\.|::1$)/.test(at.address)) return;
    process.stderr.write(`A server of the suite listens on ${at.address}: it must be 127.0.0.1.\n`);
    process.exit(70);
  });
};

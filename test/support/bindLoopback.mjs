// Loaded before a server that would listen on every interface (`node --import`): it listens on 127.0.0.1 only, and says where.
import { Server } from "node:net";

const listen = Server.prototype.listen;

/** @this {import("node:net").Server} @param {unknown[]} args */
function listenOnLoopback(...args) {
  const [first] = args;
  const port = typeof first === "object" && first !== null && "port" in first ? Number(first.port) : Number(first);
  const done = args.findLast((arg) => typeof arg === "function");
  return listen.call(this, { port: Math.max(port, 0), host: "127.0.0.1" }, () => {
    const address = this.address();
    process.stderr.write(`listening on ${JSON.stringify(address)}\n`);
    if (typeof done === "function") done();
  });
}

Server.prototype.listen = /** @type {typeof listen} */ (listenOnLoopback);

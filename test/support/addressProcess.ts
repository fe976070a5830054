// Tries to hold the stable address of the gateway: `PORT NAME`. It says when it has it, and answers with its name. It ends, and gives the
// address up, with its standard input.
import { systemClock } from "../../src/core/kernel/clock";
import { AddressHolder } from "../../src/gateway/http/addressHolder";
import { listen } from "../../src/gateway/http/listen";
import { sendJson } from "../../src/gateway/http/respond";

const [port, name] = process.argv.slice(2);
const report = (error: unknown) => void process.stderr.write(`${error}\n`);
const holder = new AddressHolder({
  clock: systemClock,
  report,
  listen: () =>
    listen((exchange) => sendJson(exchange, 200, { name }), {
      host: "127.0.0.1",
      port: Number(port),
      clock: systemClock,
      report,
      limits: { portWaitMs: 0 },
    }),
});
holder.onChange((listener) => void process.stdout.write(`${listener ? `holds ${listener.url}` : "gave up"}\n`));
void holder.tried.then(() => process.stdout.write("tried\n"));
process.stdin.resume().on("end", () => void holder.close());

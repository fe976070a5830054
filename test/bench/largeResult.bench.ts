// One result of 5 MB.
import { type Entries, echoOnStdio, inTurns, startEchoOnHttp, theBareSdk, theHub } from "./contender";
import { inPairs, timed } from "./figures";
import { report } from "./report";

const rounds = 9;

async function measure(name: string, servers: Entries, target?: { atMost: number }): Promise<void> {
  const contenders = { hub: await theHub(servers), bare: await theBareSdk(servers) };
  const big = (name: "hub" | "bare") => timed(() => contenders[name].call("echo", "big"));
  await inTurns(2, big);
  const { hub, bare } = await inTurns(rounds, big);
  await Promise.all([contenders.hub.close(), contenders.bare.close()]);
  report({
    what: `${name}, a result of 5 MB, p50`,
    unit: "ms",
    ...inPairs(hub, bare),
    ...(target && { target }),
  });
}

async function main() {
  await measure("stdio", { echo: echoOnStdio() }, { atMost: 0.25 });
  const server = await startEchoOnHttp();
  await measure("HTTP", { echo: server });
  server.stop();
}

void main();

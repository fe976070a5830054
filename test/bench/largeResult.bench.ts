// One result of 5 MB.
import { type Contender, type Entries, echoOnStdio, startEchoOnHttp, theBareSdk, theHub } from "./contender";
import { inPairs, timed } from "./figures";
import { report } from "./report";

const rounds = 9;

async function measure(name: string, servers: Entries, target?: { atMost: number }): Promise<void> {
  const contenders: Contender[] = [await theHub(servers), await theBareSdk(servers)];
  const seen = { hub: [] as number[], bare: [] as number[] };
  for (let i = -2; i < rounds; i++) {
    for (const contender of contenders) {
      const ms = await timed(() => contender.call("echo", "big"));
      if (i >= 0) seen[contender.name].push(ms);
    }
    contenders.reverse();
  }
  await Promise.all(contenders.map((contender) => contender.close()));
  report({
    what: `${name}, a result of 5 MB, p50`,
    unit: "ms",
    ...inPairs(seen.hub, seen.bare),
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

// A hub's own process, to see what it leaves behind: opens the links of the plans in its first argument, says "ready", and then ends as told.
import { openLink } from "../../src/mcp/openLink";
import { HeardEvents } from "./heardEvents";

const [plans = "[]", end, ledgerFolder] = process.argv.slice(2);

async function main() {
  const open = openLink({
    clientInfo: { name: "host-program", version: "0.0.0" },
    shellEnv: async () => process.env,
    report: console.error,
    ...(ledgerFolder && { ledgerFolder }),
  });
  await Promise.all(
    JSON.parse(plans).map((plan: never) => open(plan, new HeardEvents(), new AbortController().signal)),
  );
  process.stdout.write("ready\n");
  if (end === "exit") process.exit(0);
  if (end === "throw")
    setTimeout(() => {
      throw new Error("a defect of the host");
    });
}

void main();

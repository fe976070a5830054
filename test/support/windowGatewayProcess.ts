// The gateway of a window without the window: `WORKSPACE SETTINGS`, with the settings as JSON. It says each state of the stable address as
// a line of JSON, and what it is told on its standard input, one command a line: `add NAME` answers with the token, `revoke ID`,
// `set SETTINGS`, `figures`, `knows TOKEN`. It ends, as a window that closes, with its standard input.
import { createInterface } from "node:readline";
import { defaultOptions, type Options } from "../../src/core/config/schema/settings";
import { ToolUses } from "../../src/core/hub/toolUses";
import { systemClock } from "../../src/core/kernel/clock";
import { MemoryState } from "../../src/headless/memoryState";
import { WindowGateway } from "../../src/window/windowGateway";
import { aComposedHub } from "./aComposedHub";
import { definition } from "./fakeLink";

async function main(workspace: string, settings: string): Promise<void> {
  const say = (value: object) => void process.stdout.write(`${JSON.stringify(value)}\n`);
  const report = (error: unknown) => say({ failure: String(error) });
  let options: Options = { ...defaultOptions, approval: "never", ...JSON.parse(settings) };
  const composed = aComposedHub({ report, options: () => options });
  composed.stream.onEvent((event) => {
    if (event.type === "hub.log") say({ log: event.text, level: event.level });
  });
  const config = { command: process.execPath, args: ["test/support/echoServer.mjs"] };
  composed.hub.configure([definition("one", { entry: { kind: "valid", config } })]);
  await composed.hub.connect("one");
  const kept = new Map<string, string>();
  const gateway = new WindowGateway({
    composed,
    options: () => options,
    clock: systemClock,
    report,
    workspace: () => workspace,
    uses: new ToolUses(new MemoryState(), systemClock, report),
    secrets: { get: async (key) => kept.get(key), store: async (key, value) => void kept.set(key, value) },
  });
  const { clients } = gateway;
  let last = "";
  clients.onChange(() => {
    const state = JSON.stringify(clients.state());
    if (state !== last) say({ state: clients.state() });
    last = state;
  });
  await gateway.follow();
  say({ ready: gateway.agentServer()?.url ?? "" });
  for await (const line of createInterface({ input: process.stdin })) {
    const [command, ...rest] = line.split(" ");
    const argument = rest.join(" ");
    if (command === "add") say({ added: await clients.add({ name: argument }) });
    if (command === "revoke") await clients.revoke(argument);
    if (command === "knows") say({ knows: clients.idOf(argument) === undefined ? "no" : "yes" });
    if (command === "figures") say({ figures: { failedSignIns: gateway.failedSignIns, sessions: gateway.sessions } });
    if (command === "set") {
      options = { ...options, ...JSON.parse(argument) };
      await gateway.follow();
    }
  }
  gateway.dispose();
  await Promise.all([gateway.settled(), composed.close()]);
}

void main(process.argv[2] ?? "", process.argv[3] ?? "{}");

import { type ClientKind, type OtherClient, open, type Target } from "./otherClient";

/** One thing that a client did, and what went wrong with it. */
export interface StepOutcome {
  readonly step: string;
  readonly error?: string;
}

/** Where several servers are merged: the name of the one that is meant, in front of its tools' own names. */
export interface Meant {
  readonly server?: string;
}

/**
 * Does with a client what a person would: lists tools, calls one, answers one that asks, reads a resource, and gets a prompt, all of the
 * conformance fixture. Resources and prompts only where its names are its own. A client that cannot answer must be told so by the call.
 */
export async function trySteps(kind: ClientKind, target: Target, { server }: Meant = {}): Promise<StepOutcome[]> {
  const outcomes: StepOutcome[] = [];
  const step = async (name: string, work: () => Promise<void>) => {
    try {
      await work();
      outcomes.push({ step: name });
    } catch (error) {
      outcomes.push({ step: name, error: String(error instanceof Error ? error.message : error).slice(0, 500) });
    }
  };
  let client: OtherClient | undefined;
  await step("connects", async () => {
    client = await open(kind, target);
  });
  if (!client) return outcomes;
  const { tools, call, read, prompt, close } = client;
  let names: readonly string[] = [];
  const named = (tool: string) => nameIn(names, tool, server);
  await step("lists tools", async () => {
    names = await tools();
    named("test_simple_text");
  });
  await step("calls a tool", async () =>
    expect(await call(named("test_simple_text"), {}), "This is a simple text response"),
  );
  const asking = () => call(named("test_elicitation"), { message: "Who?" });
  if (kind.noAnswers === undefined) await step("answers a tool that asks", async () => expect(await asking(), "Jane"));
  else
    await step("is told that a tool cannot ask it", async () =>
      expect(await asking().catch(String), "did not declare|do not declare"),
    );
  if (server === undefined && read && prompt) {
    await step("reads a resource", async () => expect(await read("test://static-text"), "the content of a text"));
    await step("gets a prompt", async () => expect(await prompt("test_simple_prompt"), "a simple prompt"));
  }
  await step("closes", close);
  return outcomes;
}

function nameIn(names: readonly string[], tool: string, server = ""): string {
  const name = names.find((one) => one.startsWith(server) && one.endsWith(tool));
  if (name === undefined) throw new Error(`No "${tool}" of "${server}" is among ${names.length} tools.`);
  return name;
}

/** @param wanted a regular expression */
function expect(text: string, wanted: string): void {
  if (!RegExp(wanted).test(text)) throw new Error(`"${wanted}" is not in: ${text.slice(0, 300)}`);
}

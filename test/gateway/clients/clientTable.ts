import { type Cell, eras, everyKind, startBothEras, tryAll, waysTo, wrongIn } from "./everyClient";
import { type StepOutcome, trySteps } from "./steps";

/**
 * Tries every client on one endpoint that has the names of the conformance fixture, and prints what each did.
 *
 * @returns how many things went wrong
 */
export async function tryEndpoint(url: string, token?: string): Promise<number> {
  let wrong = 0;
  console.log(`\n| client | at ${new URL(url).pathname} |\n|---|---|`);
  for (const kind of everyKind.filter(({ open }) => open.mcp)) {
    const steps = await trySteps(kind, { kind: "mcp", url, token }, {});
    wrong += steps.filter(({ error }) => error !== undefined).length;
    console.log(`| ${kind.name} | ${done(steps)} |`);
  }
  return wrong;
}

/**
 * Tries every client on every way to a gateway with a server of each era behind it, and prints what each did.
 *
 * @param entryOf the entry of the fixture of an era
 * @returns how many things went wrong
 */
export async function tryGateway(entryOf: (era: "legacy" | "modern") => object): Promise<number> {
  const gateway = await startBothEras(entryOf);
  let wrong = 0;
  try {
    console.log("\n| client | way | a legacy server | a modern-only server |\n|---|---|---|---|");
    await tryAll(everyKind, waysTo(gateway), (cell) => {
      wrong += wrongIn(cell).length;
      console.log(`| ${cell.client} | ${cell.way} | ${columns(cell).join(" | ")} |`);
    });
  } finally {
    await gateway.stop();
  }
  console.log("\nCannot answer a tool that asks:");
  for (const { name, noAnswers } of everyKind) if (noAnswers !== undefined) console.log(`- ${name}: ${noAnswers}`);
  return wrong;
}

const columns = ({ cannot, outcomes }: Cell): readonly string[] =>
  cannot === undefined ? outcomes.map(done) : eras.map(() => `cannot: ${cannot}`);

const done = (steps: readonly StepOutcome[]): string =>
  steps.map(({ step, error }) => (error === undefined ? step : `NOT ${step}: ${oneLine(error)}`)).join(", ");

const oneLine = (text: string): string => text.replace(/\s+/g, " ").replaceAll("|", "\\|");

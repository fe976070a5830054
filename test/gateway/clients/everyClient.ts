import { startGateway } from "../../support/startGateway.mjs";
import { curlRest, curlSession, curlStateless } from "./curl";
import { inspector } from "./inspector";
import type { ClientKind, Target } from "./otherClient";
import { sdk1 } from "./sdk1";
import { sdk2Auto, sdk2Legacy } from "./sdk2";
import { type Meant, type StepOutcome, trySteps } from "./steps";

export const everyKind: readonly ClientKind[] = [sdk1, sdk2Auto, sdk2Legacy, inspector, curlStateless, curlSession];

/** Tries every client on one endpoint that has the names of the conformance fixture, and prints what each did. */
export async function tryEndpoint(url: string, token?: string): Promise<number> {
  return tryAll([[new URL(url).pathname, { url, token }, {}]]);
}

/**
 * Tries every client on a gateway with a server of each era behind it, through the merged endpoint, each server's own, the stdio form and REST.
 *
 * @param entryOf the entry of the fixture of an era
 * @returns how many things went wrong
 */
export async function tryGateway(entryOf: (era: "legacy" | "modern") => object): Promise<number> {
  const { url, token, config, env, stop } = await startGateway({
    legacy: entryOf("legacy"),
    modern: entryOf("modern"),
  });
  try {
    const at = (path: string): Target => ({ url: new URL(path, url).href, token });
    const stdio: Target = { command: process.execPath, args: ["dist/headless.js", "stdio", "--config", config], env };
    const eras = ["legacy", "modern"] as const;
    return (
      (await tryAll([
        ...eras.map((server): Way => [`/mcp, the ${server} server`, at("/mcp"), { server }]),
        ...eras.map((server): Way => [`/mcp/${server}`, at(`/mcp/${server}`), {}]),
        ...eras.map((server): Way => [`stdio, the ${server} server`, stdio, { server }]),
      ])) + (await tryRest(url, token))
    );
  } finally {
    await stop();
  }
}

type Way = readonly [name: string, target: Target, meant: Meant];

async function tryAll(ways: readonly Way[]): Promise<number> {
  console.log("\n| client | way | did | did not |\n|---|---|---|---|");
  let wrong = 0;
  for (const kind of everyKind)
    for (const [name, target, meant] of ways) {
      if (!("url" in target) && !kind.startsPrograms) continue;
      const outcomes = await trySteps(kind, target, meant);
      wrong += outcomes.filter(({ error }) => error !== undefined).length;
      console.log(`| ${kind.name} | ${name} | ${did(outcomes)} | ${didNot(outcomes)} |`);
    }
  return wrong;
}

async function tryRest(url: string, token: string): Promise<number> {
  let wrong = 0;
  for (const server of ["legacy", "modern"]) {
    const error = await curlRest(url, token, server, "test_simple_text").then(
      (output) => (output.includes("simple text response") ? "" : output),
      String,
    );
    if (error !== "") wrong++;
    console.log(`| curl | REST, the ${server} server | ${error === "" ? "calls a tool" : ""} | ${error} |`);
  }
  return wrong;
}

const did = (outcomes: readonly StepOutcome[]) =>
  outcomes
    .filter(({ error }) => error === undefined)
    .map(({ step }) => step)
    .join(", ");

const didNot = (outcomes: readonly StepOutcome[]) =>
  outcomes
    .flatMap(({ step, error }) => (error === undefined ? [] : [`${step}: ${error.replaceAll("\n", " ")}`]))
    .join("; ");

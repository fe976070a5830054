import { type Gateway, startGateway } from "../../support/startGateway.mjs";
import { until } from "../../support/until";
import { curlSession, curlStateless } from "./curl";
import { curlRest } from "./curlRest";
import { inspectorLegacy, inspectorModern } from "./inspector";
import type { ClientKind, Target } from "./otherClient";
import { sdk1 } from "./sdk1";
import { sdk2Auto, sdk2Legacy } from "./sdk2";
import { type Meant, type StepOutcome, trySteps } from "./steps";

/** Those that need no more than the project's own dependencies and curl. */
export const ownKinds: readonly ClientKind[] = [sdk1, sdk2Auto, sdk2Legacy, curlStateless, curlSession, curlRest];
export const everyKind: readonly ClientKind[] = [...ownKinds, inspectorLegacy, inspectorModern];

/** The servers behind the gateway, each the conformance fixture of an era. */
export const eras = ["legacy", "modern"] as const;

/**
 * Starts a gateway with a server of each era behind it, and waits until both have their tools: it answers before its servers do.
 *
 * @param entryOf the entry of the fixture of an era
 */
export async function startBothEras(entryOf: (era: (typeof eras)[number]) => object): Promise<Gateway> {
  const gateway = await startGateway(Object.fromEntries(eras.map((era) => [era, entryOf(era)])));
  try {
    const client = await curlStateless.open.mcp?.({
      kind: "mcp",
      url: new URL("/mcp", gateway.url).href,
      token: gateway.token,
    });
    await until("both servers have their tools", async () => {
      const names = (await client?.tools()) ?? [];
      return eras.every((era) => names.includes(`${era}__test_simple_text`));
    });
    return gateway;
  } catch (error) {
    await gateway.stop();
    throw error;
  }
}

/** One way to a gateway, and what is meant there to reach the server of an era. */
export interface Way {
  readonly name: string;
  to(server: (typeof eras)[number]): readonly [Target, Meant];
}

/** Every way to a gateway that has a server of each era. */
export function waysTo({ url, token, config, env }: Gateway): readonly Way[] {
  const at = (path: string): Target => ({ kind: "mcp", url: new URL(path, url).href, token });
  const program = { kind: "program", command: process.execPath, env } as const;
  const args = ["dist/headless.js", "stdio", "--config", config];
  return [
    { name: "/mcp", to: (server) => [at("/mcp"), { server }] },
    { name: "/mcp/SERVER", to: (server) => [at(`/mcp/${server}`), {}] },
    { name: "REST", to: (server) => [{ kind: "rest", url, token, server }, {}] },
    { name: "stdio", to: (server) => [{ ...program, args }, { server }] },
    { name: "stdio --server", to: (server) => [{ ...program, args: [...args, "--server", server] }, {}] },
  ];
}

/** Why a client has no way to such a target. */
const noWay: Readonly<Record<Target["kind"], string>> = {
  mcp: "it is here for the REST API",
  rest: "it speaks MCP only",
  program: "it starts no programs",
};

/** What became of one client on one way: its steps with the server of each era, or the reason why there is no such way. */
export interface Cell {
  readonly client: string;
  readonly way: string;
  readonly cannot?: string;
  readonly outcomes: readonly (readonly StepOutcome[])[];
}

/** Tries each client on each way, and tells of each as soon as it is done. */
export async function tryAll(
  kinds: readonly ClientKind[],
  ways: readonly Way[],
  tell: (cell: Cell) => void,
): Promise<void> {
  for (const kind of kinds)
    for (const way of ways) {
      const names = { client: kind.name, way: way.name };
      const tries = eras.map((era) => way.to(era));
      const missing = tries.find(([target]) => kind.open[target.kind] === undefined);
      const outcomes: (readonly StepOutcome[])[] = [];
      if (!missing) for (const [target, meant] of tries) outcomes.push(await trySteps(kind, target, meant));
      tell({ ...names, ...(missing && { cannot: noWay[missing[0].kind] }), outcomes });
    }
}

/** What went wrong in it, each with the step. */
export const wrongIn = ({ outcomes }: Cell): readonly string[] =>
  outcomes.flatMap((steps, at) =>
    steps.flatMap(({ step, error }) => (error === undefined ? [] : [`${eras[at]}: ${step}: ${error}`])),
  );

import type { Allowance } from "./allowance";
import { orApiError } from "./apiError";
import { frozenCopy } from "./frozenCopy";
import { givenData, givenMembers, givenText } from "./given";
import type { McpServices } from "./mcpClientHub";
import { openOptions } from "./requestOptions";

type Method = (given: unknown, options: { readonly signal: AbortSignal }) => Promise<unknown>;
type Open = (server: string, defaults: Readonly<Record<string, unknown>>) => Readonly<Record<string, Method>>;

/** The services for one extension: it gives and gets copies, and its calls count. */
export function serviceDoors(services: McpServices, allowance: Allowance): McpServices {
  const door =
    (run: Method): ((given: unknown, options?: unknown) => Promise<unknown>) =>
    (given, options) =>
      allowance.run(async () => {
        const input = givenData("given", given);
        const opened = openOptions(options);
        try {
          return frozenCopy(await run(input, { signal: opened.signal }));
        } finally {
          opened.dispose();
        }
      });
  const methodsOf = (methods: Readonly<Record<string, Method>>) =>
    Object.freeze(Object.fromEntries(Object.entries(methods).map(([name, run]) => [name, door(run)])));
  const doors = Object.entries(services).map(([name, open]: [string, unknown]) => [
    name,
    (server: unknown, defaults?: unknown) =>
      orApiError(() => {
        const given = givenMembers("defaults", givenData("defaults", defaults));
        return methodsOf((open as Open)(givenText("server", server), given));
      }),
  ]);
  return Object.freeze(Object.fromEntries(doors)) as McpServices; // made of the same names as the services
}

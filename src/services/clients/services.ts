import type * as z from "zod";
import type { OpenServices } from "../../core/calls/services/serviceDoor";
import { type ServiceMethod, serviceMethods } from "../../core/config/schema/options/serviceRows";
import { neverAborted } from "../../core/kernel/abortSignals";
import type { Caller } from "../../protocol/caller";
import type { ServerId } from "../../protocol/hubEvent";
import type { Listing } from "../contracts/contract";
import type { contracts } from "../contracts/contracts";
import type { Variables } from "../rows/row";

type Contracts = typeof contracts;

/** What a method takes. */
export type Given<M extends ServiceMethod> = z.input<Contracts[M]["input"]>;

/** What a method gives. */
export type Gives<M extends ServiceMethod> = Contracts[M]["of"] extends "many"
  ? Listing<z.output<Contracts[M]["output"]>>
  : z.output<Contracts[M]["output"]>;

export interface ServiceOptions {
  readonly signal?: AbortSignal;
}

/** The methods of a service, each named as in `mcpHub.services`. */
export type ServiceName = ServiceMethod extends `${infer Service}.${string}` ? Service : never;

type MethodOf<S extends ServiceName> =
  Extract<ServiceMethod, `${S}.${string}`> extends `${S}.${infer Name}` ? Name : never;

/** The one argument that some methods take by itself: `getIssue("PROJ-1")`. */
const single = {
  "confluence.getPageContent": "pageId",
  "jira.getIssue": "key",
  "figma.getFile": "fileKey",
  "notion.getPageContent": "pageId",
  "linear.getIssue": "id",
  "asana.getTask": "id",
} as const satisfies Partial<Readonly<Record<ServiceMethod, string>>>;

type Argument<M extends ServiceMethod> = M extends keyof typeof single ? string | Given<M> : Given<M>;

/** A service on one server, with its methods. Each rejects with a `HubError`. */
export type Service<S extends ServiceName> = {
  readonly [Name in MethodOf<S>]: `${S}.${Name}` extends infer M extends ServiceMethod
    ? (given: Argument<M>, options?: ServiceOptions) => Promise<Gives<M>>
    : never;
};

/** Every service, by the name of a server: `services.jira("tickets").searchTickets({ status: ["Open"] })`. */
export type Services = {
  readonly [S in ServiceName]: (server: ServerId, defaults?: Variables) => Service<S>;
};

/** The services for one caller. What they need is loaded at the first call of a method. */
export function servicesOf(door: OpenServices, caller: Caller): Services {
  const names = [...new Set(serviceMethods.map((method) => method.slice(0, method.indexOf("."))))];
  const services = names.map((service) => {
    const own = serviceMethods.filter((method) => method.startsWith(`${service}.`));
    const open = (server: ServerId, defaults?: Variables) =>
      Object.fromEntries(
        own.map((method) => [
          method.slice(service.length + 1),
          async (given: unknown, { signal = neverAborted }: ServiceOptions = {}) =>
            (await door()).call({ server, method, input: inputOf(method, given), caller, signal, defaults }),
        ]),
      );
    return [service, open] as const;
  });
  return Object.fromEntries(services) as unknown as Services; // made of the same list of methods as the type
}

function inputOf(method: ServiceMethod, given: unknown): unknown {
  const name = method in single ? single[method as keyof typeof single] : undefined;
  return name !== undefined && typeof given === "string" ? { [name]: given } : given;
}

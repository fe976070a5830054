import * as z from "zod";
import { safeLine } from "../kernel/redact";

/** The most members of a list that are read. */
const listLimit = 50;

/** A value that is not what it should be is as if it were missing: other parts of a description can still be used. */
const lenient = <T extends z.ZodType>(type: T) => type.optional().catch(undefined);

/** Texts for people, as one line. */
const line = (limit: number) => lenient(z.string().transform((text) => safeLine(text, limit)));

/** A value of an input; some publishers write numbers and booleans. */
const value = lenient(
  z
    .union([z.string().max(8192), z.number(), z.boolean()])
    .transform((text) => String(text))
    .pipe(z.string()),
);

const list = <T extends z.ZodType>(item: T) =>
  z
    .array(z.unknown())
    .catch([])
    .default([])
    .transform((items) =>
      items.slice(0, listLimit).flatMap((one) => {
        const read = item.safeParse(one);
        return read.success ? [read.data] : [];
      }),
    );

const isTrue = z.boolean().catch(false).default(false);

const input = {
  description: line(500),
  isRequired: isTrue,
  isSecret: isTrue,
  format: z.enum(["string", "number", "boolean", "filepath"]).catch("string").default("string"),
  default: value,
  placeholder: line(200),
  choices: list(z.string().max(500)),
  value,
};

const Input = z.object(input);
const variables = z.record(z.string().max(200), Input).catch({}).default({});

/** A variable of the environment, or a header. */
const KeyValue = z.object({ ...input, name: z.string().min(1).max(200), variables });

const Argument = z.object({
  ...input,
  type: z.enum(["positional", "named"]).catch("positional").default("positional"),
  name: lenient(z.string().max(200)),
  valueHint: lenient(z.string().max(200)),
  isRepeated: isTrue,
  variables,
});

const Package = z.object({
  registryType: z.string().min(1).max(100),
  registryBaseUrl: lenient(z.string().max(2000)),
  identifier: z.string().min(1).max(2000),
  version: lenient(z.string().min(1).max(255)),
  runtimeHint: lenient(z.string().max(100)),
  transport: lenient(z.object({ type: lenient(z.string().max(100)) })),
  runtimeArguments: list(Argument),
  packageArguments: list(Argument),
  environmentVariables: list(KeyValue),
});

const Remote = z.object({
  type: lenient(z.string().max(100)),
  url: z.string().min(1).max(8192),
  headers: list(KeyValue),
  variables,
});

/** A server as a registry describes it, in the names of the present format. */
export const ServerJson = z.object({
  name: z.string().min(1).max(200),
  title: line(200),
  description: line(1000),
  version: line(255),
  status: line(50),
  repository: lenient(z.object({ url: lenient(z.string().max(2000)) })),
  websiteUrl: lenient(z.string().max(2000)),
  packages: list(Package),
  remotes: list(Remote),
});

export type ServerJson = z.infer<typeof ServerJson>;
export type PackageJson = z.infer<typeof Package>;
export type RemoteJson = z.infer<typeof Remote>;
export type InputJson = z.infer<typeof Input>;
export type KeyValueJson = z.infer<typeof KeyValue>;
export type ArgumentJson = z.infer<typeof Argument>;

/** The names of 2025-07-09 and before whose present form is not merely the same words put together. */
const renamed: ReadonlyMap<string, string> = new Map([
  ["registry_name", "registryType"],
  ["transport_type", "type"],
]);

/** How deeply a description is looked through; nothing of the format is deeper. */
const depthLimit = 12;

/**
 * A description with the present names of its keys: formats up to 2025-07-09 wrote `registry_type`. The keys of `variables` are names that
 * the publisher chose, and stay.
 */
export function presentNames(given: unknown, depth = 0): unknown {
  if (depth > depthLimit || typeof given !== "object" || given === null) return given;
  if (Array.isArray(given)) return given.map((item: unknown) => presentNames(item, depth + 1));
  const entries = Object.entries(given).map(([key, inner]: [string, unknown]) => {
    const name = renamed.get(key) ?? key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return [name, name === "variables" ? ofVariables(inner, depth) : presentNames(inner, depth + 1)] as const;
  });
  const named: Record<string, unknown> = Object.fromEntries(entries);
  // Before 2025-07 a package was named by `name`.
  if ("registryType" in named && !("identifier" in named)) named.identifier = named.name;
  if ("versionDetail" in named && !("version" in named)) named.version = versionIn(named.versionDetail);
  return named;
}

const ofVariables = (given: unknown, depth: number): unknown =>
  typeof given === "object" && given !== null && !Array.isArray(given)
    ? Object.fromEntries(Object.entries(given).map(([name, inner]) => [name, presentNames(inner, depth + 2)]))
    : given;

const versionIn = (detail: unknown): unknown =>
  typeof detail === "object" && detail !== null && "version" in detail ? detail.version : undefined;

import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { JsonSchema } from "../core/catalog/catalog";
import { HubError } from "../core/kernel/hubError";
import type {
  ClientFeatures,
  FormAnswer,
  FormAsk,
  Root,
  SamplingAnswer,
  SamplingAsk,
  UrlAnswer,
  UrlAsk,
} from "../core/questions/clientFeatures";
import { noClientFeatures } from "../core/questions/noClientFeatures";
import { isObject } from "../protocol/isObject";

/** What a script answers when a server asks back. What is left out is not declared to the servers, and never asked. */
export interface Answers {
  /** The folders that servers may work in, as `file:` addresses. */
  readonly roots?: readonly Root[];
  /** Values that are left out get the form's defaults. */
  readonly onForm?: (ask: FormAsk, signal: AbortSignal) => Promise<FormAnswer>;
  readonly onUrl?: (ask: UrlAsk, signal: AbortSignal) => Promise<UrlAnswer>;
  readonly onSampling?: (ask: SamplingAsk, signal: AbortSignal) => Promise<SamplingAnswer>;
}

/** Answers servers as a script says. */
export function optionClientFeatures({ roots, onForm, onUrl, onSampling }: Answers): ClientFeatures {
  return {
    can: { roots: roots !== undefined, forms: !!onForm, urls: !!onUrl, sampling: !!onSampling },
    roots: () => roots ?? [],
    onRootsChanged: noClientFeatures.onRootsChanged,
    fill: async (ask, signal) => {
      const answer = await (onForm ?? noClientFeatures.fill)(ask, signal);
      return answer.action === "accept" ? { ...answer, content: withDefaults(ask.schema, answer.content) } : answer;
    },
    visit: onUrl ?? noClientFeatures.visit,
    consent: async () => onSampling !== undefined,
    sample: onSampling ?? noClientFeatures.sample,
  };
}

/** A folder as servers are told of it (specification, roots). Rejects with `bad-config` where there is none. */
export async function rootAt(folder: string): Promise<Root> {
  const path = resolve(folder);
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw new HubError("bad-config", `The folder ${path} cannot be looked at: ${error.message}. Correct --root.`, {
      cause: error,
    });
  });
  if (!found?.isDirectory()) throw new HubError("bad-config", `There is no folder ${path}. Correct --root.`);
  return { uri: pathToFileURL(path).href, name: basename(path) || path };
}

/** Values with the schema's `default` for each property that they leave out. */
function withDefaults(
  schema: JsonSchema,
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  const defaults = properties.flatMap(([name, property]) =>
    isObject(property) && property.default !== undefined ? [[name, property.default] as const] : [],
  );
  return { ...Object.fromEntries(defaults), ...values };
}

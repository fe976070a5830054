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
import { message } from "../protocol/message";

/** What a script answers when a server asks the client. What is left out is not declared to the servers and never asked. */
export interface Answers {
  /** The folders that servers may work in, as `file:` addresses. */
  readonly roots?: readonly Root[];
  /** Missing values get the defaults of the form. */
  readonly onForm?: (ask: FormAsk, signal: AbortSignal) => Promise<FormAnswer>;
  readonly onUrl?: (ask: UrlAsk, signal: AbortSignal) => Promise<UrlAnswer>;
  readonly onSampling?: (ask: SamplingAsk, signal: AbortSignal) => Promise<SamplingAnswer>;
}

/** The client features of a script. */
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

/** A folder as a root for servers (specification, roots). Rejects with `bad-config` if the folder does not exist. */
export async function rootAt(folder: string): Promise<Root> {
  const path = resolve(folder);
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw new HubError(
      "bad-config",
      message("headless.rootUnreadable", "The folder {path} cannot be read: {reason}. Correct --root.", {
        path,
        reason: error.message,
      }),
      { cause: error },
    );
  });
  if (!found?.isDirectory())
    throw new HubError(
      "bad-config",
      message("headless.noRoot", "There is no folder {path}. Correct --root.", { path }),
    );
  return { uri: pathToFileURL(path).href, name: basename(path) || path };
}

/** The values, with the schema's `default` for each missing property. */
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

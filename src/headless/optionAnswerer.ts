import type {
  Answerer,
  FormAnswer,
  FormAsk,
  Root,
  SamplingAnswer,
  SamplingAsk,
  UrlAnswer,
  UrlAsk,
} from "../core/asks/answerer";
import { nobody } from "../core/asks/nobody";
import { withDefaults } from "../core/forms/withDefaults";

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
export function optionAnswerer({ roots, onForm, onUrl, onSampling }: Answers): Answerer {
  return {
    can: { roots: roots !== undefined, forms: !!onForm, urls: !!onUrl, sampling: !!onSampling },
    roots: () => roots ?? [],
    onRootsChanged: nobody.onRootsChanged,
    fill: async (ask, signal) => {
      const answer = await (onForm ?? nobody.fill)(ask, signal);
      return answer.action === "accept" ? { ...answer, content: withDefaults(ask.schema, answer.content) } : answer;
    },
    visit: onUrl ?? nobody.visit,
    consent: async () => onSampling !== undefined,
    sample: onSampling ?? nobody.sample,
  };
}

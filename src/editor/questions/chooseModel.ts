import { charactersPerToken } from "../../core/conversation/modelTool";
import type { SamplingAnswer, SamplingAsk } from "../../core/questions/clientFeatures";

/** A language model, as far as the choice goes. */
export interface NamedModel {
  readonly vendor: string;
  readonly id: string;
  readonly name: string;
  readonly family: string;
}

/**
 * Vendors whose models answer every request with nothing: the editor's chat lists the models of Copilot CLI so, for the sessions of that
 * program alone.
 */
const silentVendors: ReadonlySet<string> = new Set(["copilotcli"]);

/**
 * The first model that a hint names, the hints in their order; without one, the editor's first. A hint is a name or a part of one
 * (specification, sampling, model preferences).
 */
export function chooseModel<M extends NamedModel>(all: readonly M[], hints: readonly string[]): M | undefined {
  const models = all.filter(({ vendor }) => !silentVendors.has(vendor));
  for (const hint of hints) {
    const wanted = hint.toLowerCase();
    const found = models.find(({ id, name, family }) =>
      [id, family, name].some((known) => known.toLowerCase().includes(wanted)),
    );
    if (found) return found;
  }
  return models[0];
}

/**
 * Ends a model's text where the server wants it to end: at a stop sequence, or after so many tokens (counted in characters, since
 * the editor's models take no such limits).
 */
export class AnswerBounds {
  text = "";
  stopReason: Extract<SamplingAnswer["stopReason"], "maxTokens" | "stopSequence"> | undefined;
  private readonly limit: number;

  constructor(private readonly ask: Pick<SamplingAsk, "maxTokens" | "stopSequences">) {
    this.limit = ask.maxTokens * charactersPerToken;
  }

  /** Takes a piece; whether more is wanted. */
  add(piece: string): boolean {
    this.text += piece;
    const ends = (this.ask.stopSequences ?? []).map((sequence) => this.text.indexOf(sequence)).filter((at) => at >= 0);
    const end = Math.min(...ends, this.limit);
    if (this.text.length <= end) return true;
    this.stopReason = ends.includes(end) ? "stopSequence" : "maxTokens";
    this.text = this.text.slice(0, end);
    return false;
  }
}

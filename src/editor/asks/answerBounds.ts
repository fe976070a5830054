import type { SamplingAnswer, SamplingAsk } from "../../core/asks/answerer";
import { charactersPerToken } from "../chat/resultLimit";

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

import * as z from "zod";
import { limit, many, maybe, words } from "./contract";

export const WebHit = z.object({
  title: z.string(),
  /** `http:` or `https:`. */
  url: z.string().min(1),
  snippet: z.string(),
  /** As the search engine says it: a date, or an age. */
  published: maybe,
  /** From 1. */
  rank: z.int().min(1),
});
export type WebHit = z.infer<typeof WebHit>;

export const webSearchContracts = {
  "webSearch.search": many(z.strictObject({ query: words(400), limit: limit(100, 10) }), WebHit),
} as const;

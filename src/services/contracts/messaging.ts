import * as z from "zod";
import { idText, limit, many, maybe, one, words } from "./contract";

const date = z.string().regex(/^\d{4}-\d\d-\d\d$/, "use a date such as 2026-03-01");

export const SentMessage = z.object({ ok: z.literal(true), channel: idText, ts: idText, permalink: maybe });
export type SentMessage = z.infer<typeof SentMessage>;

export const MessageHit = z.object({
  channelId: maybe,
  channelName: maybe,
  userId: maybe,
  userName: maybe,
  text: z.string(),
  ts: idText,
  time: maybe,
  permalink: maybe,
});
export type MessageHit = z.infer<typeof MessageHit>;

export const slackContracts = {
  "slack.sendMessage": one(
    z.strictObject({ channel: idText, text: words(40_000), threadTs: idText.optional() }),
    SentMessage,
  ),
  "slack.searchMessages": many(
    z.strictObject({
      query: words(),
      /** `#general`. */
      channel: words(255).optional(),
      /** `@mia`. */
      from: words(255).optional(),
      after: date.optional(),
      before: date.optional(),
      /** Search private channels and direct messages too, where that is another tool. */
      includePrivate: z.boolean().default(false),
      limit: limit(1000, 20),
    }),
    MessageHit,
  ),
} as const;

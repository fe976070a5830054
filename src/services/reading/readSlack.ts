import { csvTable } from "./csvTable";
import { addressOf, all, type ReadPage, textAt, textOf, textOrNull, timeOf } from "./found";
import { numberedBlocks } from "./numberedBlocks";
import type { Opened } from "./openedResult";

/** A message that was sent: Slack's own answer, the remote server's, a sentence, or the message as a table. */
export function readSent({ value, text }: Opened): ReadPage | undefined {
  const sent = sentOf(value) ?? sentence(text) ?? sentRow(text);
  return sent && { items: [{ ok: true, ...sent }] };
}

function sentOf(value: unknown) {
  const channel = textAt(value, "channel", "message_context.channel_id");
  const ts = textAt(value, "ts", "message_context.message_ts");
  if (channel === undefined || ts === undefined) return undefined;
  return { channel, ts, permalink: addressOf(textAt(value, "message_link"), textAt(value, "permalink")) };
}

function sentence(text: string) {
  const [, channel, ts] = /^Successfully posted message to channel (\S+) \(ts=(\d+\.\d+)\)\s*$/.exec(text) ?? [];
  return channel === undefined || ts === undefined ? undefined : { channel, ts, permalink: null };
}

function sentRow(text: string) {
  const rows = csvTable(text);
  const message = rows?.length === 1 && rows[0] ? messageOf(rows[0]) : undefined;
  return message?.channelId ? { channel: message.channelId, ts: message.ts, permalink: message.permalink } : undefined;
}

/** Messages as the table of `slack-mcp-server`. The last cell of the last row asks for the next page. */
export function readMessageTable({ text }: Opened): ReadPage | undefined {
  const rows = csvTable(text.trimStart());
  const items = rows && all(rows, messageOf);
  if (!rows || !items || !/^MsgID,/.test(text.trimStart())) return undefined;
  const next = textOf(rows.at(-1)?.Cursor);
  return { items, next, more: next !== undefined };
}

function messageOf(row: Readonly<Record<string, string>>) {
  const ts = textAt(row, "MsgID", "msgID");
  if (ts === undefined) return undefined;
  const { Channel = "" } = row;
  const [, id, name] = /^(\S+) \(#?(.+)\)$/.exec(Channel) ?? [];
  return {
    channelId: id ?? (/^[CDG][A-Z0-9]+$/.test(Channel) ? Channel : null),
    channelName: name ?? (Channel.startsWith("#") ? Channel.slice(1) : null),
    userId: textOrNull(row, "UserID"),
    userName: textOrNull(row, "RealName", "UserName"),
    text: row.Text ?? "",
    ts,
    time: timeOf(row.Time) ?? timeOfTs(ts),
    permalink: addressOf(row.Permalink),
  };
}

const header = /^## Messages \((\d{1,6}) results?\)$/;
const start = /^### Result (\d{1,6}) of (\d{1,6})$/;

/** Messages as the text of Slack's own server, in which every message stands in full and may imitate the next. */
export function readMessageText({ text, around }: Opened): ReadPage | undefined {
  if (!text.startsWith("# Search Results for:")) return undefined;
  const lines = text.split("\n");
  const at0 = lines.findIndex((line) => header.test(line));
  if (at0 === -1) return /^No (?:messages|results)\b/m.test(text) ? { items: [] } : undefined;
  const count = Number(header.exec(lines[at0] ?? "")?.[1]);
  const { blocks, isWhole } = numberedBlocks(lines.slice(at0 + 1), count, (line) => {
    const [, number, of] = start.exec(line) ?? [];
    return Number(of) === count ? Number(number) : undefined;
  });
  const items = all(blocks, (block) => messageIn(block));
  const next = /\bcursor[:=]\s*`?([\w=+/-]+)/i.exec(textAt(around, "pagination_info") ?? "")?.[1];
  return items && { items, next, more: !isWhole || next !== undefined };
}

/** Fields count only above the message's own text. */
function messageIn(block: string) {
  const end = /\nText:(?:\n|$)/.exec(block);
  const fields = block.slice(0, end?.index ?? 0);
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(fields)?.[1];
  const ts = /^\d+\.\d+$/.exec(field("Message_ts") ?? "")?.[0];
  if (!end || ts === undefined) return undefined;
  const [, channelName, channelId] = /^#?(.*) \(ID: (\w+)\)$/.exec(field("Channel") ?? "") ?? [];
  const [, userName, userId] = /^(.*?)(?: <[^<>]*>)? \(ID: (\w+)\)$/.exec(field("From") ?? "") ?? [];
  const link = /^\[[^\]]*\]\((\S+)\)$/.exec(field("Permalink") ?? "")?.[1] ?? field("Permalink");
  return {
    channelId: channelId ?? null,
    channelName: channelName ?? null,
    userId: userId ?? null,
    userName: userName ?? null,
    text: block
      .slice(end.index + end[0].length)
      .replace(/\n+---\s*$/, "")
      .trim(),
    ts,
    time: timeOf(field("Time")) ?? timeOfTs(ts),
    permalink: addressOf(link),
  };
}

/** Slack's `ts` begins with the second of the message. */
function timeOfTs(ts: string): string | null {
  const date = new Date(Math.floor(Number(ts)) * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

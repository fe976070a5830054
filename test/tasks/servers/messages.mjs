// The messages of one team, in the forms of the recorded servers for Slack.
/** @typedef {import("./journal.mjs").Journal} Journal */
/** @typedef {{ channel: string, text: string, ts: string, thread?: string }} Message */

const channels = [
  { id: "C0123456789", name: "general" },
  { id: "C0200000000", name: "support" },
];

/** @type {readonly Message[]} */
const old = [{ channel: "C0123456789", text: "deploy finished", ts: "1767225600.000100" }];

/** @param {Journal} journal @returns {Message[]} */
const all = (journal) => [
  ...old,
  ...journal.of("send").map(({ channel, text, ts, thread }) => ({ channel, text, ts, thread })),
];

/** @param {Journal} journal @param {{ channel: string, text: string, thread?: string }} given @returns {Message} */
function sent(journal, given) {
  const message = { ts: `17672256${String(10 + journal.count("send")).padStart(2, "0")}.000200`, ...given };
  journal.add("send", message);
  return message;
}

/** @param {unknown} value */
const json = (value) => ({ content: [{ type: "text", text: JSON.stringify(value) }] });
/** @param {string} text */
const text = (text) => ({ content: [{ type: "text", text }] });

const head =
  "MsgID,UserID,UserName,RealName,Channel,ThreadTs,Text,Time,Permalink,Reactions,BotName,FileCount,AttachmentIDs,HasMedia,Cursor";

/** @param {Message} message */
const row = ({ channel, text: words, ts, thread = "" }) =>
  `${ts},U01,mia,Mia Sample,${channel} (#general),${thread},"${words.replaceAll('"', '""')}",2026-01-01T00:00:00Z,https://acme.slack.com/archives/${channel}/p${ts.replace(".", "")},,,0,,false,`;

/** @param {string} kind @param {Journal} journal @returns {Readonly<Record<string, (args: any) => object>>} */
export function messageTools(kind, journal) {
  /** @param {string} given */
  const known = (given) =>
    channels.find(({ id, name }) => given === id || (kind === "korotovsky-slack" && given === `#${name}`));
  if (kind === "korotovsky-slack")
    return {
      conversations_add_message({ channel_id, text: words, thread_ts }) {
        const channel = known(channel_id);
        if (!channel) return { ...text("channel_not_found"), isError: true };
        const { ts } = sent(journal, { channel: channel.id, text: words, ...(thread_ts && { thread: thread_ts }) });
        return text(`Successfully posted message to channel ${channel.id} (ts=${ts})`);
      },
      conversations_search_messages({ search_query = "" }) {
        const found = all(journal).filter((message) => message.text.toLowerCase().includes(search_query.toLowerCase()));
        return text([head, ...found.map(row), ""].join("\n"));
      },
      channels_list: () =>
        text(
          [
            "ID,Name,Topic,Purpose,MemberCount,Cursor",
            ...channels.map(({ id, name }) => `${id},#${name},t,p,3,`),
            "",
          ].join("\n"),
        ),
    };
  if (kind === "modelcontextprotocol-slack")
    return {
      slack_list_channels: () =>
        json({
          ok: true,
          channels: channels.map(({ id, name }) => ({ id, name, is_channel: true, is_archived: false })),
          response_metadata: { next_cursor: "" },
        }),
      slack_post_message({ channel_id, text: words }) {
        if (!known(channel_id)) return json({ ok: false, error: "channel_not_found" });
        const { ts } = sent(journal, { channel: channel_id, text: words });
        return json({
          ok: true,
          channel: channel_id,
          ts,
          message: { type: "message", bot_id: "B01", text: words, ts },
        });
      },
      slack_reply_to_thread({ channel_id, text: words, thread_ts }) {
        const { ts } = sent(journal, { channel: channel_id, text: words, thread: thread_ts });
        return json({ ok: true, channel: channel_id, ts, message: { type: "message", text: words, ts, thread_ts } });
      },
      slack_get_channel_history: ({ channel_id }) =>
        json({
          ok: true,
          messages: all(journal)
            .filter(({ channel }) => channel === channel_id)
            .map(({ text: words, ts }) => ({ type: "message", user: "U01", text: words, ts })),
          has_more: false,
        }),
    };
  return {};
}

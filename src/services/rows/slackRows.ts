import { readMessageTable, readMessageText, readSent } from "../reading/readSlack";
import type { Row } from "./row";

const send = { method: "slack.sendMessage", read: readSent } as const;
const search = { method: "slack.searchMessages" } as const;

const remote = {
  ...search,
  kind: "slack-remote",
  args: {
    query: "{searchText}",
    limit: "{size}",
    cursor: "{cursor}",
    "content_types?": "messages",
    "response_format?": "detailed",
  },
  page: { by: "cursor", most: 20 },
  read: readMessageText,
} as const;

export const slackRows: readonly Row[] = [
  {
    ...send,
    kind: "slack-remote",
    tools: ["slack_send_message"],
    args: { channel_id: "{channel}", message: "{text}", thread_ts: "{threadTs}" },
  },
  {
    ...send,
    kind: "slack-mcp-server",
    tools: ["conversations_add_message"],
    args: { channel_id: "{channel}", text: "{text}", thread_ts: "{threadTs}" },
  },
  {
    ...send,
    kind: "slack-mcp-server (before 1.3)",
    tools: ["conversations_add_message"],
    args: { channel_id: "{channel}", payload: "{text}", thread_ts: "{threadTs}" },
  },
  {
    ...send,
    kind: "slack",
    tools: ["slack_reply_to_thread"],
    args: { channel_id: "{channel}", thread_ts: "{threadTs}", text: "{text}" },
    given: ["threadTs"],
  },
  {
    ...send,
    kind: "slack",
    tools: ["slack_post_message"],
    args: { channel_id: "{channel}", text: "{text}" },
    cannot: ["threadTs"],
  },
  { ...remote, tools: ["slack_search_public"], cannot: ["includePrivate"] },
  { ...remote, tools: ["slack_search_public_and_private"], given: ["includePrivate"] },
  {
    ...search,
    kind: "slack-mcp-server",
    tools: ["conversations_search_messages"],
    args: {
      search_query: "{query}",
      filter_in_channel: "{channel}",
      filter_users_from: "{from}",
      filter_date_after: "{after}",
      filter_date_before: "{before}",
      limit: "{size}",
      cursor: "{cursor}",
    },
    page: { by: "cursor", most: 100 },
    read: readMessageTable,
  },
];

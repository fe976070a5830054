import { theyAreSent } from "./whatRowsSend";

describe("the rows of other services", () => {
  theyAreSent({
    "slack.sendMessage": {
      input: { channel: "C1", text: "hi", threadTs: "1.2" },
      sent: [
        ["slack-remote", "slack_send_message", { channel_id: "C1", message: "hi", thread_ts: "1.2" }],
        ["slack-mcp-server", "conversations_add_message", { channel_id: "C1", text: "hi", thread_ts: "1.2" }],
        [
          "slack-mcp-server (before 1.3)",
          "conversations_add_message",
          { channel_id: "C1", payload: "hi", thread_ts: "1.2" },
        ],
        ["slack", "slack_reply_to_thread", { channel_id: "C1", thread_ts: "1.2", text: "hi" }],
        ["slack", "slack_post_message", { channel_id: "C1", text: "hi" }],
      ],
    },
    "slack.searchMessages": {
      input: { query: "q", channel: "#general", from: "@mia", after: "2026-01-01", before: "2026-02-01" },
      sent: [
        [
          "slack-remote",
          "slack_search_public",
          {
            query: "q in:#general from:@mia after:2026-01-01 before:2026-02-01",
            limit: 20,
            cursor: "c",
            content_types: "messages",
            response_format: "detailed",
          },
          "cursor 20",
        ],
        [
          "slack-remote",
          "slack_search_public_and_private",
          {
            query: "q in:#general from:@mia after:2026-01-01 before:2026-02-01",
            limit: 20,
            cursor: "c",
            content_types: "messages",
            response_format: "detailed",
          },
          "cursor 20",
        ],
        [
          "slack-mcp-server",
          "conversations_search_messages",
          {
            search_query: "q",
            filter_in_channel: "#general",
            filter_users_from: "@mia",
            filter_date_after: "2026-01-01",
            filter_date_before: "2026-02-01",
            limit: 20,
            cursor: "c",
          },
          "cursor 100",
        ],
      ],
    },
    "figma.getFile": {
      input: { fileKey: "AbC123" },
      sent: [
        ["framelink", "get_figma_data", { fileKey: "AbC123", depth: 1 }],
        ["figma-remote", "get_metadata", { fileKey: "AbC123" }],
      ],
    },
    "figma.getComponents": {
      input: { fileKey: "AbC123" },
      sent: [
        ["framelink", "get_figma_data", { fileKey: "AbC123" }],
        ["figma-remote", "list_file_components_for_code_connect", { fileKey: "AbC123" }],
      ],
    },
    "webSearch.search": {
      input: { query: "mcp" },
      sent: [
        [
          "brave",
          "brave_web_search",
          { query: "mcp", count: 20, offset: 1, result_filter: ["web"], text_decorations: false },
          "page 20",
        ],
        ["brave (before 2)", "brave_web_search", { query: "mcp", count: 20, offset: 1 }, "page 20"],
        ["tavily", "tavily_search, tavily-search", { query: "mcp", max_results: 20 }, "none 5 20"],
        ["exa", "web_search_exa", { query: "mcp", numResults: 20 }, "none 100"],
        ["firecrawl", "firecrawl_search", { query: "mcp", limit: 20, sources: [{ type: "web" }] }, "none 100"],
        ["perplexity", "perplexity_search", { query: "mcp", max_results: 20 }, "none 20"],
        ["duckduckgo (npm)", "duckduckgo_web_search", { query: "mcp", count: 20 }, "none 20"],
        ["duckduckgo (Python)", "search", { query: "mcp", max_results: 20 }, "none 20"],
        ["kagi", "kagi_search_fetch", { queries: ["mcp"] }, "none 100"],
      ],
    },
    "github.searchIssues": {
      input: { query: "mcp" },
      sent: [
        ["github", "search_issues", { query: "mcp", page: 2, perPage: 20 }, "page 100"],
        ["github (npm)", "search_issues", { q: "mcp", page: 2, per_page: 20 }, "page 100"],
      ],
    },
    "github.getIssue": {
      input: { owner: "a", repo: "b", number: 1 },
      sent: [
        ["github", "issue_read", { method: "get", owner: "a", repo: "b", issue_number: 1 }],
        ["github (npm)", "get_issue", { owner: "a", repo: "b", issue_number: 1 }],
      ],
    },
    "github.createIssue": {
      input: { owner: "a", repo: "b", title: "T", description: "D" },
      sent: [
        ["github", "issue_write", { method: "create", owner: "a", repo: "b", title: "T", body: "D" }],
        ["github (npm)", "create_issue", { owner: "a", repo: "b", title: "T", body: "D" }],
      ],
    },
    "linear.searchIssues": {
      input: { query: "mcp" },
      sent: [
        ["linear", "list_issues", { query: "mcp", limit: 20, cursor: "c" }, "none 250"],
        ["linear (tacticlaunch)", "linear_searchIssues", { query: "mcp", limit: 20 }, "none 250"],
      ],
    },
    "linear.getIssue": {
      input: { id: "ENG-1" },
      sent: [
        ["linear", "get_issue", { id: "ENG-1" }],
        ["linear (tacticlaunch)", "linear_getIssueById", { id: "ENG-1" }],
      ],
    },
    "linear.createIssue": {
      input: { team: "t", title: "T", description: "D" },
      sent: [
        ["linear", "save_issue, create_issue", { team: "t", title: "T", description: "D" }],
        ["linear (tacticlaunch)", "linear_createIssue", { teamId: "t", title: "T", description: "D" }],
      ],
    },
    "asana.searchTasks": {
      input: { workspace: "1", query: "q" },
      sent: [
        [
          "asana (roychri)",
          "asana_search_tasks",
          { workspace: "1", text: "q", opt_fields: "name,completed,permalink_url" },
          "none 100",
        ],
      ],
    },
    "asana.getTask": {
      input: { id: "1" },
      sent: [["asana (roychri)", "asana_get_task", { task_id: "1", opt_fields: "name,notes,completed,permalink_url" }]],
    },
    "asana.createTask": {
      input: { project: "1", title: "T", description: "D" },
      sent: [["asana (roychri)", "asana_create_task", { project_id: "1", name: "T", notes: "D" }]],
    },
    "notion.searchPages": {
      input: { query: "q" },
      sent: [
        ["notion", "notion-search", { query: "q" }, "none 100"],
        [
          "notion (npm)",
          "API-post-search",
          { query: "q", filter: { property: "object", value: "page" }, page_size: 20, start_cursor: "c" },
          "cursor 100",
        ],
      ],
    },
    "notion.getPageContent": {
      input: { pageId: "11" },
      sent: [
        ["notion", "notion-fetch", { id: "11" }],
        ["notion (npm)", "API-retrieve-page-markdown", { page_id: "11" }],
      ],
    },
    "notion.createPage": {
      input: { parentId: "11", title: "T" },
      sent: [
        ["notion", "notion-create-pages", { parent: { page_id: "11" }, pages: [{ properties: { title: "T" } }] }],
        [
          "notion (npm)",
          "API-post-page",
          { parent: { page_id: "11" }, properties: { title: [{ text: { content: "T" } }] } },
        ],
      ],
    },
    "salesforce.queryRecords": {
      input: { object: "Account", fields: ["Id", "Name"], where: "x" },
      sent: [
        [
          "salesforce (tsmztech)",
          "salesforce_query_records",
          { objectName: "Account", fields: ["Id", "Name"], whereClause: "x", limit: 20 },
          "none 2000",
        ],
      ],
    },
    "salesforce.createRecord": {
      input: { object: "Account", fields: { Name: "x" } },
      sent: [
        [
          "salesforce (tsmztech)",
          "salesforce_dml_records",
          { operation: "insert", objectName: "Account", records: [{ Name: "x" }] },
        ],
      ],
    },
  });
});

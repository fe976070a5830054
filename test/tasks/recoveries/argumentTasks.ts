import assert from "node:assert/strict";
import type { Task } from "../task";
import { board, chat, general, tickets, web } from "../work/team";
import { post, posted } from "./troubled";

const items = (answer: string): readonly { id: string; title: string }[] => JSON.parse(answer).items;

/** Arguments that do not fit, and values that a server does not know. */
export const argumentTasks: readonly Task[] = [
  {
    name: "search pages although too many are asked for",
    asks: "Find the 200 best pages on the login.",
    after: "bad-arguments",
    servers: tickets,
    goal: {
      steps: [
        {
          words: "search pages",
          server: "tickets",
          facts: () => ({ query: "login", limit: 200 }),
          learn: (answer) => ({ title: items(answer)[0]?.title }),
        },
      ],
      says: ({ title }) => String(title),
    },
    check: (_, { said }) => assert.equal(said[0], "Login design"),
  },
  {
    name: "find tickets although it is not said where",
    asks: "Find three open tickets.",
    after: "bad-arguments",
    servers: { ...tickets, ...board },
    goal: {
      steps: [
        {
          words: "search tickets",
          facts: () => ({ status: ["Open"], maxResults: 3 }),
          learn: (answer) => ({ ids: items(answer).map(({ id }) => id) }),
        },
      ],
      says: ({ ids }) => String(ids),
    },
    check: (_, { said }) => assert.equal(said[0], "PROJ-260,PROJ-256,PROJ-252"),
  },
  {
    name: "search the web although the tool takes no such number",
    asks: "Find the 50 best pages on MCP with Brave.",
    after: "bad-arguments",
    servers: web,
    goal: {
      steps: [
        {
          words: "brave web search",
          server: "web",
          facts: () => ({ query: "mcp", limit: 50 }),
          learn: (answer) => ({ answer }),
        },
      ],
      says: ({ answer }) => String(answer),
    },
    check: (_, { said }) => assert.match(said[0] ?? "", /example\.test\/spec/),
  },
  {
    name: "post a message although the channel is named otherwise there",
    asks: 'Post "Hello channel" in #general.',
    after: "server-error",
    servers: chat,
    goal: {
      steps: [
        {
          ...post("chat", "Hello channel"),
          facts: () => ({ channel: "#general", text: "Hello channel" }),
          lookUp: {
            words: "list channels",
            facts: () => ({}),
            learn: (answer) => {
              const all: readonly { id: string; name: string }[] = JSON.parse(answer).channels;
              return { channel: all.find(({ name }) => name === "general")?.id };
            },
          },
        },
      ],
    },
    check: (place) => {
      assert.equal(posted(place, "chat", "Hello channel"), 1);
      assert.equal(place.did("chat", "send").find(({ text }) => text === "Hello channel")?.channel, general);
    },
  },
  {
    name: "read a page although its id is wrong",
    asks: "Read our design of the login; I believe it is page 9999.",
    after: "server-error",
    servers: tickets,
    goal: {
      steps: [
        {
          words: "read confluence page",
          server: "tickets",
          facts: () => ({ pageId: "9999" }),
          learn: (answer) => JSON.parse(answer),
          lookUp: {
            words: "search pages",
            facts: () => ({ query: "login", limit: 1 }),
            learn: (answer) => ({ pageId: items(answer)[0]?.id }),
          },
        },
      ],
      says: ({ title }) => String(title),
    },
    check: (_, { said }) => assert.equal(said[0], "Login design"),
  },
  {
    name: "find tickets although the service cannot read the answer",
    asks: "Which open ticket is the newest in garbled?",
    after: "unreadable-result",
    servers: { garbled: { as: "sooperset-mcp-atlassian", fault: "unread:jira_search:1" } },
    goal: {
      steps: [
        {
          words: "search tickets",
          server: "garbled",
          facts: () => ({ status: ["Open"], jql: 'status in ("Open")', maxResults: 3 }),
          learn: (answer) => ({ key: /PROJ-\d+/.exec(answer)?.[0] }),
        },
      ],
      says: ({ key }) => String(key),
    },
    check: (_, { said }) => assert.equal(said[0], "PROJ-260"),
  },
];

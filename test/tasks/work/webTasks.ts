import assert from "node:assert/strict";
import type { Task } from "../task";
import { chat, drawings, general, web } from "./team";

const search = (query: string) => ({
  words: "web search",
  server: "web",
  facts: () => ({ query, limit: 5 }),
  learn: (answer: string) => ({ hits: JSON.parse(answer).items, url: JSON.parse(answer).items[0]?.url }),
});

/** Work with the web, and with drawings. */
export const webTasks: readonly Task[] = [
  {
    name: "search the web",
    asks: "Where is the specification of MCP?",
    servers: web,
    goal: { steps: [search("mcp")], says: ({ url }) => String(url) },
    check: (_, { said }) => assert.equal(said[0], "https://example.test/spec"),
  },
  {
    name: "find nothing on the web",
    asks: "Search the web for EMPTY.",
    servers: web,
    goal: { steps: [search("EMPTY")], says: ({ hits }) => `${(hits as unknown[]).length} pages` },
    check: (_, { said }) => assert.equal(said[0], "0 pages"),
  },
  {
    name: "search the web and post the first page",
    asks: "Post the address of the specification of MCP in the channel general.",
    servers: { ...web, ...chat },
    goal: {
      steps: [
        search("mcp"),
        { words: "send message", server: "chat", facts: ({ url }) => ({ channel: general, text: url }) },
      ],
    },
    check: (place) =>
      assert.equal(place.did("chat", "send").filter(({ text }) => text === "https://example.test/spec").length, 1),
  },
  {
    name: "read a drawing",
    asks: "What is in the drawing AbC123?",
    servers: drawings,
    goal: {
      steps: [
        {
          words: "get figma data",
          server: "drawings",
          facts: () => ({ fileKey: "AbC123" }),
          learn: (answer) => ({ answer }),
        },
      ],
      says: ({ answer }) => String(answer),
    },
    check: (_, { said }) => assert.match(said[0] ?? "", /Button/),
  },
];

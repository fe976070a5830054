import assert from "node:assert/strict";
import type { Task } from "../task";
import { chat, general, tickets } from "./team";

const search = (query: string, spaceKey?: string) => ({
  words: "search pages",
  server: "tickets",
  facts: () => ({ query, spaceKey, limit: 5 }),
  learn: (answer: string) => ({
    id: JSON.parse(answer).items[0]?.id,
    titles: JSON.parse(answer).items.map(({ title }: { title: string }) => title),
  }),
});

const read = {
  words: "get page content",
  server: "tickets",
  facts: ({ id = "1001" }) => ({ pageId: id }),
  learn: (answer: string) => JSON.parse(answer),
};

/** Work with the pages of a wiki. */
export const pageTasks: readonly Task[] = [
  {
    name: "read a page",
    asks: "What does page 1001 say?",
    servers: tickets,
    goal: { steps: [read], says: ({ title, content }) => `${title}: ${content}` },
    check: (_, { said }) => assert.equal(said[0], "Login design: Use SSO, and time out after 30 minutes."),
  },
  {
    name: "find a page in one space and read it",
    asks: "What is on our checklist for a release?",
    servers: tickets,
    goal: { steps: [search("release", "OPS"), read], says: ({ content }) => String(content) },
    check: (_, { said }) => assert.equal(said[0], "Freeze, tag, announce in #general."),
  },
  {
    name: "find that there is no such page",
    asks: "Do we have a page on holidays?",
    servers: tickets,
    goal: { steps: [search("holidays")], says: ({ titles }) => `${(titles as string[]).length} pages` },
    check: (_, { said }) => assert.equal(said[0], "0 pages"),
  },
  {
    name: "post what a page says",
    asks: "Post our release checklist in the channel general.",
    servers: { ...tickets, ...chat },
    goal: {
      steps: [
        search("release"),
        read,
        { words: "send message", server: "chat", facts: ({ content }) => ({ channel: general, text: content }) },
      ],
    },
    check: (place) =>
      assert.equal(
        place.did("chat", "send").filter(({ text }) => text === "Freeze, tag, announce in #general.").length,
        1,
      ),
  },
];

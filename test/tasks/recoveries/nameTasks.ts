import assert from "node:assert/strict";
import type { Task } from "../task";
import { archive, chat, papers } from "../work/team";
import { post, posted } from "./troubled";

/** Names that are not there, or not there anymore, and servers that cannot. */
export const nameTasks: readonly Task[] = [
  {
    name: "post a message although the server's name is misspelled",
    asks: 'Post "Hello Chet" with chatt in the channel general.',
    after: "unknown-server",
    servers: chat,
    goal: { steps: [post("chatt", "Hello Chet")] },
    check: (place) => assert.equal(posted(place, "chat", "Hello Chet"), 1),
  },
  {
    name: "post a message although the tool's name is misspelled",
    asks: 'Post "Hello Mesage" with chat__slack_post_mesage in the channel general.',
    after: "unknown-tool",
    servers: chat,
    goal: { steps: [{ ...post("chat", "Hello Mesage"), named: "chat__slack_post_mesage" }] },
    check: (place) => assert.equal(posted(place, "chat", "Hello Mesage"), 1),
  },
  {
    name: "read a resource although its address is wrong",
    asks: "Read notes://team/onbording in library.",
    after: "unknown-resource",
    doors: ["@mcp"],
    servers: { library: { as: "brave", notes: true } },
    goal: {
      steps: [
        {
          words: "read resource",
          facts: () => ({ server: "library", uri: "notes://team/onbording" }),
          learn: (answer) => ({ answer }),
        },
      ],
      says: ({ answer }) => String(answer),
    },
    check: (_, { said }) => assert.match(said[0] ?? "", /Ask Mia for a key/),
  },
  {
    name: "read on although the result is gone",
    asks: "Read on in the result of yesterday, which was the text of the soup.",
    after: "result-expired",
    doors: ["@mcp"],
    servers: papers,
    goal: {
      steps: [
        {
          words: "read result",
          facts: () => ({ result: "result-of-yesterday" }),
          source: {
            words: "extract text",
            server: "papers",
            facts: () => ({ path: "fish-soup.md" }),
            learn: (answer) => ({ answer }),
          },
        },
      ],
      says: ({ answer }) => String(answer),
    },
    check: (_, { said }) => assert.match(said[0] ?? "", /Harbor fish soup/),
  },
  {
    name: "find a message although the first server cannot search",
    asks: "Who said that a deploy has finished? Look in chat, or else in archive.",
    after: "unsupported",
    servers: { ...chat, ...archive },
    goal: {
      steps: [
        {
          words: "search messages",
          server: "chat",
          elsewhere: "archive",
          facts: () => ({ query: "deploy" }),
          learn: (answer) => JSON.parse(answer).items[0],
        },
      ],
      says: ({ userName }) => String(userName),
    },
    check: (_, { said }) => assert.equal(said[0], "Mia Sample"),
  },
];

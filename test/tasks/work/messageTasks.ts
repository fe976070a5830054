import assert from "node:assert/strict";
import type { Place, Task } from "../task";
import { archive, chat, general } from "./team";

const sent = (place: Place, server: string, text: string) =>
  place.did(server, "send").filter((one) => one.text === text);

/** Work with the messages of a team. */
export const messageTasks: readonly Task[] = [
  {
    name: "send a message",
    asks: 'Say "Lunch is ready" in the channel general.',
    servers: chat,
    goal: {
      steps: [{ words: "send message", server: "chat", facts: () => ({ channel: general, text: "Lunch is ready" }) }],
    },
    check: (place) => assert.equal(sent(place, "chat", "Lunch is ready")[0]?.channel, general),
  },
  {
    name: "reply in a thread",
    asks: 'Answer "Thanks" to the message that a deploy has finished.',
    servers: archive,
    goal: {
      steps: [
        {
          words: "search messages",
          server: "archive",
          facts: () => ({ query: "deploy", limit: 1 }),
          learn: (answer) => JSON.parse(answer).items[0],
        },
        {
          words: "send message",
          server: "archive",
          facts: ({ channelId, ts }) => ({ channel: channelId, threadTs: ts, text: "Thanks" }),
        },
      ],
    },
    check: (place) => assert.equal(sent(place, "archive", "Thanks")[0]?.thread, "1767225600.000100"),
  },
  {
    name: "find a message",
    asks: "Who said that a deploy has finished?",
    servers: archive,
    goal: {
      steps: [
        {
          words: "search messages",
          server: "archive",
          facts: () => ({ query: "deploy finished" }),
          learn: (answer) => JSON.parse(answer).items[0],
        },
      ],
      says: ({ userName }) => String(userName),
    },
    check: (_, { said }) => assert.equal(said[0], "Mia Sample"),
  },
  {
    name: "post three messages at once",
    asks: 'Say "one", "two" and "three" in the channel general.',
    servers: chat,
    goal: {
      steps: [
        {
          words: "post message",
          server: "chat",
          facts: () => ["one", "two", "three"].map((text) => ({ channel: general, text })),
        },
      ],
    },
    check: (place) =>
      assert.deepEqual(
        ["one", "two", "three"].map((text) => sent(place, "chat", text).length),
        [1, 1, 1],
      ),
  },
];

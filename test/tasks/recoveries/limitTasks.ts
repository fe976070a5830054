import assert from "node:assert/strict";
import type { Task } from "../task";
import { chat, general } from "../work/team";
import { posted, postsAfter, slack } from "./troubled";

const four = ["first", "second", "third", "fourth"];

/** Limits: of a server, of the hub, and the breaker. */
export const limitTasks: readonly Task[] = [
  {
    name: "post four messages although only two may wait",
    asks: "Post first, second, third and fourth with narrow in the channel general.",
    after: "queue-full",
    servers: {
      narrow: slack({ fault: "slow:slack_post_message:1", entry: { maxConcurrentCalls: 1, maxQueuedCalls: 1 } }),
    },
    goal: {
      steps: [
        { words: "post message", server: "narrow", facts: () => four.map((text) => ({ channel: general, text })) },
      ],
    },
    check: (place) =>
      assert.deepEqual(
        four.map((text) => posted(place, "narrow", text)),
        [1, 1, 1, 1],
      ),
  },
  postsAfter({
    ...{ after: "rate-limited", when: "the server wants a pause" },
    ...{ server: "busy", spec: slack({ fault: "429:slack_post_message:1", http: true }) },
  }),
  postsAfter({
    ...{ after: "circuit-open", when: "the server has failed too often", words: "post message" },
    ...{
      server: "tired",
      spec: slack({ fault: "exit:slack_post_message:1", entry: { breakerFailures: 1, breakerCoolDownSeconds: 3600 } }),
    },
    ...{ others: chat, elsewhere: "chat", at: "chat" },
    before: (place) => place.call("tired", "slack_post_message", { channel_id: general, text: "before" }),
  }),
];

import assert from "node:assert/strict";
import type { Task } from "../task";
import { chat } from "../work/team";
import { post, posted, postsAfter, slack } from "./troubled";

/** Failures that a person has to do something about: the model tells them what, and goes on when they have. */
export const personTasks: readonly Task[] = [
  postsAfter({
    ...{ after: "needs-auth", when: "the server wants a sign-in" },
    ...{ server: "locked", spec: slack({ fault: "signedOut:slack_post_message:1" }) },
    person: async (place) => {
      await place.reconnect("locked");
      return "I have signed in. Go on.";
    },
  }),
  postsAfter({
    ...{ after: "forbidden", when: "the server refuses access", words: "post message" },
    ...{ server: "guarded", spec: slack({ fault: "403:slack_post_message:1", http: true }) },
    person: () => "The administrator has given me access. Go on.",
  }),
  postsAfter({
    ...{ after: "needs-consent", when: "nobody has allowed the server yet" },
    ...{ server: "fresh", spec: slack({ unready: true, definition: { scope: "workspace" } }) },
    person: async (place) => {
      await place.allow("fresh");
      return "I have allowed it. Go on.";
    },
  }),
  postsAfter({
    ...{ after: "needs-input", when: "a value is missing" },
    ...{ server: "keyed", spec: slack({ unready: true, entry: { env: { SLACK_KEY: "${input:key}" } } }) },
    person: async (place) => {
      await place.enter("keyed", "key", "k-1");
      return "I have entered it. Go on.";
    },
  }),
  postsAfter({
    ...{ after: "bad-config", when: "the entry is wrong" },
    server: "crooked",
    spec: slack({
      unready: true,
      definition: {
        entry: { kind: "invalid", error: { code: "bad-config", message: '"comand" is not a key of an entry.' } },
      },
    }),
    person: async (place) => {
      await place.change("crooked", { definition: {} });
      return "I have corrected it. Go on.";
    },
  }),
  postsAfter({
    ...{ after: "not-connected", when: "the server is disabled" },
    ...{ server: "off", spec: slack({ unready: true, entry: { enabled: false } }) },
    person: async (place) => {
      await place.change("off", { entry: {} });
      return "I have enabled it. Go on.";
    },
  }),
  postsAfter({
    ...{ after: "spawn-failed", when: "the program of the server is missing" },
    ...{ server: "absent", spec: { unready: true, entry: { command: "hub-test-no-such-command" } } },
    person: async (place) => {
      await place.change("absent", slack({ entry: {} }));
      return "I have installed it. Go on.";
    },
  }),
  postsAfter({
    ...{ after: "untrusted", when: "the window is in Restricted Mode" },
    ...{ server: "caged", spec: slack({ unready: true, entry: { cwd: "${workspaceFolder}", restricted: true } }) },
    person: async (place) => {
      await place.change("caged", { entry: {} });
      return "I trust this workspace now. Go on.";
    },
  }),
  postsAfter({
    ...{ after: "denied", when: "a policy forbids it there", server: "walled", spec: slack() },
    ...{ others: chat, at: "chat" },
    person: () => "Then use chat instead.",
  }),
  {
    name: "leave it at a defect of the hub",
    asks: 'Post "Hello defect" with defect in the channel general.',
    after: "internal",
    servers: { defect: slack() },
    goal: { steps: [post("defect", "Hello defect")] },
    check(place, { said, calls }) {
      assert.equal(posted(place, "defect", "Hello defect"), 0);
      assert.equal(calls.filter(({ isError }) => isError).length, 1);
      assert.match(said[0] ?? "", /^I stop: /);
    },
  },
  {
    name: "leave it when the person stops the call",
    asks: "Dig.",
    after: "cancelled",
    servers: { mine: { tasks: true } },
    goal: { steps: [{ words: "dig", server: "mine", facts: () => ({}) }] },
    meanwhile: (place) => place.stopCall("mine"),
    check(_, { said, calls }) {
      assert.equal(calls.filter(({ tool }) => tool.endsWith("dig")).length, 1);
      assert.match(said[0] ?? "", /^I stop: .*cancelled/s);
    },
  },
];

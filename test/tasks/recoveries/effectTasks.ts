import type { Task } from "../task";
import { postsAfter, slack } from "./troubled";

const once = (kind: string) => `${kind}:slack_post_message:1`;
const hurried = { callTimeoutSeconds: 1 };

/** Failures after which nobody knows whether the message was posted: the model looks before it repeats. */
export const effectTasks: readonly Task[] = [
  postsAfter({
    ...{ after: "timeout", when: "no answer comes, and it was posted" },
    ...{ server: "mute", spec: slack({ fault: once("hangAfter"), entry: hurried }) },
  }),
  postsAfter({
    ...{ after: "timeout", when: "no answer comes, and it was not posted", words: "post message" },
    ...{ server: "frozen", spec: slack({ fault: once("hang"), entry: hurried }) },
  }),
  postsAfter({
    ...{ after: "exited", when: "the server ends, and it was posted", words: "post message" },
    ...{ server: "mortal", spec: slack({ fault: once("exitAfter") }) },
  }),
  postsAfter({
    ...{ after: "exited", when: "the server ends, and it was not posted" },
    ...{ server: "fragile", spec: slack({ fault: once("exit") }) },
  }),
  postsAfter({
    ...{ after: "transport", when: "the connection breaks, and it was posted" },
    ...{ server: "far", spec: slack({ fault: once("dropAfter"), http: true }) },
  }),
  postsAfter({
    ...{ after: "transport", when: "the connection breaks, and it was not posted", words: "post message" },
    ...{ server: "remote", spec: slack({ fault: once("drop"), http: true }) },
  }),
  postsAfter({
    ...{ after: "session-lost", when: "the server forgets the session twice" },
    ...{ server: "oblivious", spec: slack({ fault: "forget:slack_post_message:2", http: true }) },
  }),
  postsAfter({
    ...{ after: "protocol", when: "the answer breaks the protocol", words: "post message" },
    ...{ server: "babbling", spec: slack({ fault: once("odd") }) },
  }),
  postsAfter({
    ...{ after: "unreadable-result", when: "the service cannot read the answer" },
    ...{ server: "courtly", spec: slack({ fault: once("unread") }) },
  }),
];

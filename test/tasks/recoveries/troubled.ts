import assert from "node:assert/strict";
import type { HubErrorCode } from "../../../src/protocol/hubErrorCode";
import type { Place, Task, TaskServer } from "../task";
import { general } from "../work/team";

/** A server for messages that has a trouble. */
export const slack = (more: Partial<TaskServer> = {}): TaskServer => ({ as: "modelcontextprotocol-slack", ...more });

/** How to post on a server, and how to see whether it was posted. */
export const post = (server: string, text: string, words = "send message") => ({
  words,
  server,
  facts: () => ({ channel: general, text }),
  check: {
    words: "channel history",
    facts: () => ({ channel: general }),
    done: (answer: string) => answer.includes(text),
  },
});

export const posted = (place: Place, server: string, text: string): number =>
  place.did(server, "send").filter((one) => one.text === text).length;

export interface Trouble extends Pick<Task, "person" | "before"> {
  readonly after: HubErrorCode;
  /** What happens, for the name of the task. */
  readonly when: string;
  readonly server: string;
  readonly spec: TaskServer;
  readonly others?: Readonly<Record<string, TaskServer>>;
  readonly words?: string;
  readonly elsewhere?: string;
  /** Where the message is in the end; missing: there. */
  readonly at?: string;
}

/** A message is posted once, and once only, although something happens. */
export function postsAfter({
  after,
  when,
  server,
  spec,
  others,
  words,
  elsewhere,
  at = server,
  ...hooks
}: Trouble): Task {
  const text = `Hello ${server}`;
  return {
    name: `post a message although ${when}`,
    asks: `Post "${text}" with ${server} in the channel general.`,
    after,
    servers: { [server]: spec, ...others },
    goal: { steps: [{ ...post(server, text, words), ...(elsewhere !== undefined && { elsewhere }) }] },
    ...hooks,
    check(place, { said }) {
      assert.equal(posted(place, at, text), 1);
      assert.equal(said.at(-1), "Done.");
    },
  };
}

import assert from "node:assert/strict";
import type { Known } from "../model/thought";
import type { Place, Task, TaskServer } from "../task";
import { board, chat, general, tickets } from "./team";

interface Item {
  readonly id: string;
  readonly title: string;
}

const items = (answer: string): readonly Item[] => JSON.parse(answer).items;

/** The first item of a list. */
const first = (answer: string): Known => ({ ...items(answer)[0] });

const open = (server: string) => ({
  words: "search tickets",
  server,
  facts: () => ({ status: ["Open"], assignee: "Mia Sample", maxResults: 3 }),
  learn: first,
});

const sent = (place: Place, text: string) =>
  assert.deepEqual(place.did("chat", "send").filter((one) => one.text === text).length, 1);

/** Work with tickets on one kind of server; `server` has its name. */
const onTickets = (server: string, servers: Readonly<Record<string, TaskServer>>): readonly Task[] => [
  {
    name: `find an open ticket (${server})`,
    asks: `Which open ticket of Mia is the newest in ${server}?`,
    servers,
    goal: { steps: [open(server)], says: ({ id, title }) => `${id}: ${title}` },
    check: (_, { said }) => assert.match(said[0] ?? "", /^PROJ-260: Login page times out/),
  },
  {
    name: `read a ticket (${server})`,
    asks: `What does PROJ-260 in ${server} say?`,
    servers,
    goal: {
      steps: [
        { words: "get issue", server, facts: () => ({ key: "PROJ-260" }), learn: (answer) => JSON.parse(answer) },
      ],
      says: ({ title, description }) => `${title}: ${description}`,
    },
    check: (_, { said }) => assert.match(said[0] ?? "", /Login page times out \(260\): Steps to reproduce 260/),
  },
  {
    name: `create a ticket (${server})`,
    asks: `Create a bug in PROJ with ${server}: "The door is open".`,
    servers,
    goal: {
      steps: [
        {
          words: "create issue",
          server,
          facts: () => ({
            projectKey: "PROJ",
            issueType: "Bug",
            summary: "The door is open",
            description: "Close it.",
          }),
          learn: (answer) => JSON.parse(answer),
        },
      ],
      says: ({ id }) => `Created ${id}.`,
    },
    check(place, { said }) {
      const [ticket, ...others] = place.did(server, "create").filter(({ summary }) => summary === "The door is open");
      assert.deepEqual(others, []);
      assert.deepEqual([ticket?.projectKey, ticket?.issueType, ticket?.description], ["PROJ", "Bug", "Close it."]);
      assert.equal(said[0], `Created ${ticket?.key}.`);
    },
  },
  {
    name: `comment on the ticket that was found (${server})`,
    asks: `Comment on Mia's newest open ticket in ${server} that it is being looked at.`,
    servers,
    goal: {
      steps: [
        open(server),
        { words: "add comment", server, facts: ({ id }) => ({ key: id, text: "We are looking at it." }) },
      ],
    },
    check: (place) =>
      assert.deepEqual(place.did(server, "comment"), [
        { did: "comment", key: "PROJ-260", text: "We are looking at it." },
      ]),
  },
  {
    name: `find a ticket and post its summary (${server})`,
    asks: `Post the title of the newest open ticket of ${server} in the channel general.`,
    servers: { ...servers, ...chat },
    goal: {
      steps: [
        open(server),
        {
          words: "send message",
          server: "chat",
          facts: ({ title }) => ({ channel: general, text: `${server}: ${title}` }),
        },
      ],
    },
    check: (place) => sent(place, `${server}: Login page times out (260)`),
  },
  {
    name: `page through 250 tickets (${server})`,
    asks: `How many of the last 250 tickets in ${server} are done?`,
    servers,
    goal: {
      steps: [
        {
          words: "search tickets",
          server,
          facts: () => ({ maxResults: 250 }),
          learn: (answer) => ({ ids: items(answer).map(({ id }) => id), more: JSON.parse(answer).incomplete }),
        },
      ],
      says: ({ ids, more }) => `${new Set(ids as string[]).size} ${more}`,
    },
    check: (_, { said }) => assert.equal(said[0], "250 false"),
  },
  {
    name: `find that there is no such ticket (${server})`,
    asks: `Is there a ticket in ${server} with the status Frozen?`,
    servers,
    goal: {
      steps: [
        {
          words: "search tickets",
          server,
          facts: () => ({ status: ["Frozen"] }),
          learn: (answer) => ({ count: items(answer).length }),
        },
      ],
      says: ({ count }) => `There are ${count}.`,
    },
    check: (_, { said }) => assert.equal(said[0], "There are 0."),
  },
];

/** Pages of the server's own tool, without the typed service. */
const byHand: Task = {
  name: "page through 250 tickets with the server's own tool",
  asks: "List the last 250 tickets, 50 at a time.",
  servers: tickets,
  goal: {
    steps: [
      {
        words: "search jira issues",
        named: "tickets__search_jira_issues",
        facts: () => ({ jql: "created >= -365d", limit: 50, start: 0 }),
        learn: (answer, { keys = [] }) => ({
          keys: [...(keys as string[]), ...JSON.parse(answer).issues.map(({ key }: { key: string }) => key)],
        }),
        more: (answer, { startAt }) => {
          const next = Number(startAt) + JSON.parse(answer).issues.length;
          return next < 250 ? { jql: "created >= -365d", limit: 50, start: next } : undefined;
        },
      },
    ],
    says: ({ keys }) => `${(keys as string[]).length} tickets, the last is ${(keys as string[]).at(-1)}`,
  },
  check: (_, { said, calls }) => {
    assert.match(said[0] ?? "", /^250 tickets, the last is PROJ-1\d$/);
    assert.equal(calls.filter(({ tool, isError }) => !isError && tool.endsWith("search_jira_issues")).length, 5);
  },
};

export const ticketTasks: readonly Task[] = [...onTickets("tickets", tickets), ...onTickets("board", board), byHand];

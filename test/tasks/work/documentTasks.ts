import assert from "node:assert/strict";
import { isObject } from "../../../src/protocol/isObject";
import type { Known } from "../model/thought";
import type { Task } from "../task";
import { chat, general, papers } from "./team";

/** What a tool of the sample server said: its text is JSON, or else plain. */
function told(answer: string): Known {
  const json = answer.slice(answer.indexOf("{"), answer.lastIndexOf("}") + 1);
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : { answer };
  } catch {
    return { answer };
  }
}

/** A question that one tool answers. */
const question = (
  name: string,
  asks: string,
  words: string,
  facts: Known,
  says: (known: Known) => unknown,
  right: RegExp,
): Task => ({
  name,
  asks,
  servers: papers,
  goal: {
    steps: [{ words, server: "papers", facts: () => facts, learn: (answer) => ({ ...told(answer), all: answer }) }],
    says: (known) => String(says(known)),
  },
  check: (_, { said }) => assert.match(said[0] ?? "", right),
});

const all = (known: Known) => known.all;

/** Work with the files of a folder. */
export const documentTasks: readonly Task[] = [
  question(
    "classify a file",
    "What kind of file is invoice-2041.txt?",
    "classify document",
    { path: "invoice-2041.txt" },
    all,
    /invoice/,
  ),
  question(
    "classify a text",
    "What kind of text is this?",
    "classify document",
    { text: "Invoice no. 7. Amount due: 120 EUR, payable within 30 days. VAT included. Total." },
    all,
    /invoice/,
  ),
  question(
    "read a file",
    "How does the soup begin?",
    "extract text",
    { path: "fish-soup.md" },
    all,
    /Harbor fish soup/,
  ),
  question(
    "read the beginning of a file",
    "How does the soup begin?",
    "extract text",
    { path: "fish-soup.md", limit: 40 },
    all,
    /Harbor/,
  ),
  question(
    "say how readable a file is",
    "Is the press release readable?",
    "check readability",
    { path: "press-release.html" },
    all,
    /\d/,
  ),
  question(
    "say what a file lacks",
    "What is wrong with the soup?",
    "detect issues",
    { path: "fish-soup.md" },
    all,
    /fish-soup\.md: found nothing/,
  ),
  question(
    "recommend what to do about a file",
    "How do I improve the soup?",
    "generate recommendations",
    { path: "fish-soup.md" },
    all,
    /fish-soup\.md: nothing to improve/,
  ),
  question(
    "count the files of a folder",
    "How many files are in notes?",
    "get statistics",
    { folder: "notes" },
    all,
    /\d/,
  ),
  {
    name: "classify a file and post what it is",
    asks: "Post what kind of file invoice-2041.txt is in the channel general.",
    servers: { ...papers, ...chat },
    goal: {
      steps: [
        {
          words: "classify document",
          server: "papers",
          facts: () => ({ path: "invoice-2041.txt" }),
          learn: (answer) => ({ kind: /"?category"?: *"?(\w+)/i.exec(answer)?.[1] ?? /invoice/i.exec(answer)?.[0] }),
        },
        {
          words: "send message",
          server: "chat",
          facts: ({ kind }) => ({ channel: general, text: `invoice-2041.txt: ${kind}` }),
        },
      ],
    },
    check: (place) =>
      assert.equal(
        place.did("chat", "send").filter(({ text }) => /^invoice-2041\.txt: invoice$/i.test(String(text))).length,
        1,
      ),
  },
  {
    name: "read a resource",
    asks: "Read the resource of the soup.",
    servers: papers,
    doors: ["@mcp"],
    goal: {
      steps: [
        {
          words: "list servers",
          facts: () => ({}),
          learn: (answer) => ({ uri: /(\S+fish-soup\.md)/.exec(answer)?.[1] }),
        },
        {
          words: "read resource",
          facts: ({ uri }) => ({ server: "papers", uri }),
          learn: (answer) => ({ answer }),
        },
      ],
      says: ({ answer }) => String(answer),
    },
    check: (_, { said }) => assert.match(said[0] ?? "", /Harbor fish soup/),
  },
];

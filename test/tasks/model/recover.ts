import type { Failure } from "./advice";
import { nearest, takesServer } from "./chooseTool";
import { type Attempt, type Mind, reached } from "./pursue";
import type { Known, Offered, Thought } from "./thought";

/** What the model has before it after a failure. */
interface Trouble {
  readonly mind: Mind;
  readonly attempt: Attempt;
  readonly failure: Failure;
  readonly tool: Offered;
  readonly args: Known;
  /** The arguments as the schema would have them; missing: it changes nothing. */
  readonly put: Known | undefined;
}

/** After these the same is tried again, and only then a wait helps. */
const waits: ReadonlySet<Failure["recovery"]> = new Set(["again", "check", "fewer"]);

/**
 * Does what docs/for-agents.md says after a failure. `undefined`: it is to be tried again, as the attempt is now. What was learned ends it
 * well, and a text says why it was given up.
 */
export function* recovered(trouble: Trouble): Thought<Known | string | undefined> {
  const { mind, attempt, failure, tool, args, put } = trouble;
  const { wanted } = attempt;
  if (waits.has(failure.recovery)) yield* mind.wait(failure.waitMs);
  switch (failure.recovery) {
    case "again":
    case "fewer": {
      // One at a time: the first of what is left, and then the others.
      const [first, ...others] = attempt.facts;
      if (others.length === 0 || !first) return undefined;
      for (const facts of attempt.facts) {
        const got = yield* reached(mind, { ...wanted, facts: () => facts }, attempt.known);
        if (typeof got === "string") return got;
      }
      return {};
    }
    case "correct":
      attempt.corrected = put;
      return put ? undefined : yield* asked(trouble);
    case "correct or other":
      if (put) {
        attempt.corrected = put;
        return undefined;
      }
      return wanted.lookUp ? yield* lookedUp(trouble) : yield* elsewhere(trouble);
    case "other":
    case "other server":
      return yield* elsewhere(trouble);
    case "check":
    case "check once": {
      if (wanted.check) {
        const seen = yield* checked(trouble);
        if (typeof seen === "string") return seen;
        if (seen) return {};
      }
      return failure.recovery === "check" ? undefined : yield* elsewhere(trouble);
    }
    case "call tool itself": {
      if (wanted.check) {
        const seen = yield* checked(trouble);
        return seen === true ? {} : yield* asked(trouble);
      }
      const [, name, server] = /"([\w-]+)" on ([\w-]+) answered/.exec(failure.text.replaceAll('\\"', '"')) ?? [];
      attempt.named = `${server}__${name}`;
      return name === undefined ? yield* asked(trouble) : undefined;
    }
    case "source":
      return wanted.source ? yield* reached(mind, wanted.source, attempt.known) : undefined;
    case "list resources":
    case "list servers":
      return yield* listed(trouble);
    case "list tools": {
      const named = [...failure.text.matchAll(/[\w-]+__[\w-]+/g)]
        .map(([one]) => one)
        .filter((one) => one !== tool.name);
      attempt.named = nearest(named.length > 0 ? named : mind.scene.tools.map(({ name }) => name), tool.name);
      return undefined;
    }
    case "ask":
      return yield* asked(trouble);
    default:
      return `I stop: ${failure.text} (${JSON.stringify(args)})`;
  }
}

/** Tells the person what is needed, and goes on as they say. */
function* asked({ mind, attempt, failure }: Trouble): Thought<undefined> {
  const answer = yield* mind.say(`I need you: ${failure.text}`);
  const [, server] = /\buse (\w+) instead\b/.exec(answer) ?? [];
  if (server !== undefined) attempt.server = server;
  return undefined;
}

/** Another server, where the person named one; another tool that does the same; or else the person is told. */
function* elsewhere(trouble: Trouble): Thought<undefined> {
  const { attempt, tool } = trouble;
  const { elsewhere: other } = attempt.wanted;
  if (other === undefined || attempt.server === other) return yield* asked(trouble);
  if (!takesServer(tool)) attempt.avoid.add(tool.name);
  attempt.server = other;
  return undefined;
}

/** Finds out what the tool must be told. */
function* lookedUp({ mind, attempt }: Trouble): Thought<string | undefined> {
  const { wanted } = attempt;
  if (!wanted.lookUp) return undefined;
  const server = attempt.server === undefined ? {} : { server: attempt.server };
  const got = yield* reached(mind, { ...wanted.lookUp, ...server }, attempt.known);
  if (typeof got === "string") return got;
  attempt.facts = attempt.facts.map((facts) => ({ ...facts, ...got }));
  return undefined;
}

/** Whether it has taken effect after all. */
function* checked({ mind, attempt }: Trouble): Thought<boolean | string> {
  const { wanted, known } = attempt;
  if (!wanted.check) return false;
  const { words, facts, done } = wanted.check;
  const where = attempt.server === undefined ? {} : { server: attempt.server };
  const look = { words, ...where, facts: () => facts(known), learn: (answer: string) => ({ isDone: done(answer) }) };
  const got = yield* reached(mind, look, known);
  return typeof got === "string" ? got : got.isDone === true;
}

/** Looks at what there is, and takes the name that is most like the one that was wrong. */
function* listed({ mind, attempt, failure }: Trouble): Thought<string | undefined> {
  const got = yield* reached(
    mind,
    { words: "list servers", facts: () => ({}), learn: (text) => ({ text }) },
    attempt.known,
  );
  if (typeof got === "string") return got;
  const text = String(got.text);
  const isServer = failure.recovery === "list servers";
  const names = isServer
    ? [...text.matchAll(/^(\w+): /gm), ...text.matchAll(/"id":"(\w+)"/g)].map(([, name = ""]) => name)
    : [...text.matchAll(/^\s+(\w+:\S+)/gm)].map(([, uri = ""]) => uri);
  const fact = isServer ? "server" : "uri";
  const wrong = String(attempt.facts[0]?.[fact] ?? attempt.server ?? "");
  const right = nearest(
    names.filter((name) => name !== wrong),
    wrong,
  );
  attempt.facts = attempt.facts.map((facts) => ({ ...facts, [fact]: right }));
  if (isServer) attempt.server = right;
  return undefined;
}

import { eraOf, eraWords } from "../../src/protocol/era";
import type { HubErrorCode } from "../../src/protocol/hubErrorCode";
import type { ServerView } from "../../src/protocol/hubView";
import { message } from "../../src/protocol/message";
import type { CallTotals, HealthCheck, ServerCard } from "../../src/protocol/panel/serverCard";
import { outcomeWords } from "../callRow";
import { bytes, count, duration } from "../time";
import { offerWords } from "./offerWords";

/** A line of a card. */
export interface CardFact {
  readonly name: string;
  readonly text: string;
}

/** What a card says in short lines, in their order. What is not known has no line. */
export function cardFacts({ state, counts, account, missing }: ServerView, card: ServerCard | undefined): CardFact[] {
  const info = state.kind === "ready" ? state.info : undefined;
  const lines: [name: string, text: string | undefined][] = [
    [message("page.cardFacts.server", "Server"), info && `${info.name} ${info.version}`],
    [
      message("page.cardFacts.protocol", "Protocol"),
      info &&
        message(
          "page.cardFacts.mcpProtocolversionValueOverTransport",
          "MCP {protocolVersion} ({value}) over {transport}",
          {
            protocolVersion: info.protocolVersion,
            value: eraWords[eraOf(info.protocolVersion)](),
            transport: info.transport,
          },
        ),
    ],
    [message("page.cardFacts.capabilities", "Capabilities"), info && (info.capabilities?.join(", ") ?? "none")],
    [message("page.cardFacts.offers", "Offers"), offerWords(counts)],
    [message("page.cardFacts.missing", "Missing"), missing?.join("\n")],
    [message("page.cardFacts.account", "Account"), account],
    [message("page.cardFacts.process", "Process"), info?.pid === undefined ? undefined : String(info.pid)],
    [
      message("page.cardFacts.memory", "Memory"),
      card?.memoryBytes === undefined
        ? undefined
        : message("page.cardFacts.memorybytesWithWhatItStarted", "{memoryBytes}, with what it started", {
            memoryBytes: bytes(card.memoryBytes),
          }),
    ],
    [message("page.cardFacts.restarts", "Restarts"), card && count(card.restarts)],
    ...(card ? callFacts(card.calls) : []),
    ...(card?.facts ?? []).map(({ name, text }): [string, string] => [name, text]),
  ];
  return lines.flatMap(([name, text]) => (text === undefined || text === "" ? [] : [{ name, text }]));
}

function callFacts({ outcomes, retries, errors, ms }: CallTotals): [name: string, text: string | undefined][] {
  const ended = Object.entries(outcomes).filter(([, number]) => number > 0) as [keyof typeof outcomes, number][];
  if (ended.length === 0)
    return [
      [
        message("page.cardFacts.calls", "Calls"),
        message("page.cardFacts.noneSinceTheWindowOpened", "none since the window opened"),
      ],
    ];
  const answered = outcomes.ok + outcomes["tool-error"] > 0;
  const codes = Object.entries(errors) as [HubErrorCode, number][];
  return [
    [
      message("page.cardFacts.calls", "Calls"),
      [
        ...ended.map(([outcome, number]) => `${count(number)} ${outcomeWords[outcome]}`),
        ...(retries > 0 ? [`${count(retries)} ${retries === 1 ? "retry" : "retries"}`] : []),
      ].join(", "),
    ],
    [
      message("page.cardFacts.latency", "Latency"),
      answered ? `p50 ${duration(ms.p50)}, p95 ${duration(ms.p95)}, p99 ${duration(ms.p99)}` : undefined,
    ],
    [
      message("page.cardFacts.errors", "Errors"),
      codes
        .sort((a, b) => b[1] - a[1])
        .map(([code, number]) => `${count(number)} ${code}`)
        .join(", "),
    ],
  ];
}

/** How the health of a server was at its last checks. */
export function healthWords(checks: readonly HealthCheck[]): string {
  const missed = checks.filter(({ ms }) => ms === undefined).length;
  const last = checks.at(-1);
  if (!last) return message("page.cardFacts.notCheckedYet", "Not checked yet");
  const now =
    last.ms === undefined
      ? message("page.cardFacts.noAnswerToTheLast", "no answer to the last check")
      : message("page.cardFacts.lastAnswerAfterMs", "last answer after {ms}", { ms: duration(last.ms) });
  return missed === 0
    ? now
    : message("page.cardFacts.nowMissedOfChecksWithout", "{now}, {missed} of {checks} without an answer", {
        now,
        missed,
        checks: checks.length,
      });
}

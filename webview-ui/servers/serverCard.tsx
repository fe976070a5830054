import { useEffect, useRef } from "preact/hooks";
import type { ServerView } from "../../src/protocol/hubView";
import { message } from "../../src/protocol/message";
import type { ServerCard as Card } from "../../src/protocol/panel/serverCard";
import { shortState } from "../../src/protocol/summary";
import { LongText } from "../details/longText";
import type { HostPort } from "../hostPort";
import { Icon, StateIcon } from "../icon";
import { lasting, timeOfDay, timeOrDate } from "../time";
import { cardFacts, healthWords } from "./cardFacts";
import { ServerActions } from "./serverActions";
import { Sparkline } from "./sparkline";
import { ToolCostList } from "./toolCostList";

/** The most characters of one text before somebody asks for more. */
const textLimit = 600;

interface ServerCardProps {
  readonly host: HostPort;
  readonly server: ServerView;
  /** What people call it: no other is called the same. */
  readonly name: string;
  /** What the host knows beside; missing until it has said so. */
  readonly card: Card | undefined;
  readonly isOpen: boolean;
  readonly toggle: () => void;
  /** Scrolls here and takes the focus. */
  readonly isWanted: boolean;
  /** Somebody asked for it last. */
  readonly isCurrent: boolean;
  readonly arrived: () => void;
  readonly fail: (error: unknown) => void;
}

/** All that is known about one server, and what can be done with it. */
export function ServerCard({
  host,
  server,
  name,
  card,
  isOpen,
  toggle,
  isWanted,
  isCurrent,
  arrived,
  fail,
}: ServerCardProps) {
  const head = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isWanted) return;
    head.current?.scrollIntoView({ block: "start" });
    head.current?.focus();
    arrived();
  }, [isWanted]);
  const { id, state } = server;
  const words = stateWords(server, card);
  return (
    <article class="card" aria-label={name} aria-current={isCurrent}>
      <h2>
        <button ref={head} type="button" class="card-head" aria-expanded={isOpen} onClick={toggle}>
          <Icon name={isOpen ? "chevron-down" : "chevron-right"} />
          <StateIcon kind={state.kind} />
          <strong class="chip-label">{name}</strong>
          <span class="card-state" title={words}>
            {words}
          </span>
        </button>
      </h2>
      {isOpen && (
        <div class="card-body">
          <div class="actions">
            <ServerActions state={state} hasRoom ask={(request) => void host.request(request, id).catch(fail)} />
          </div>
          {"error" in state && (
            <p class={`reason of-${state.kind}`}>
              <LongText text={state.error.message} search="" />
            </p>
          )}
          {card && (card.checks.length > 0 || state.kind === "ready") && (
            <p class="health">
              <span class="quiet">{message("page.serverCard.health", "Health")}</span>{" "}
              {card.checks.length > 0 && <Sparkline checks={card.checks} />} {healthWords(card.checks)}
            </p>
          )}
          <dl class="facts">
            {cardFacts(server, card).map(({ name, text }, index) => (
              <div key={`${index} ${name}`}>
                <dt>{name}</dt>
                <dd>
                  <LongText text={text} search="" limit={textLimit} />
                </dd>
              </div>
            ))}
          </dl>
          {state.kind === "ready" && state.info.instructions !== undefined && (
            <Text heading={message("page.serverCard.instructions", "Instructions")} lines={[state.info.instructions]} />
          )}
          {card && card.said.length > 0 && (
            <Text
              heading={message("page.serverCard.lastLinesOfStandardError", "Last lines of standard error")}
              lines={card.said.map(({ at, text }) => `${timeOfDay(at).slice(0, 8)} ${text}`)}
            />
          )}
          <ToolCostList host={host} server={id} counts={server.counts} fail={fail} />
        </div>
      )}
    </article>
  );
}

function stateWords(server: ServerView, card: Card | undefined): string {
  const since = server.state.kind === "ready" ? server.state.since : card?.since;
  if (since === undefined) return shortState(server);
  const now = Date.now();
  return message("page.serverCard.serverSinceSinceForNow", "{server} · since {since}, for {now}", {
    server: shortState(server),
    since: timeOrDate(since, now),
    now: lasting(now - since),
  });
}

/** Untrusted lines, each of them cut where it is long. */
const Text = ({ heading, lines }: { heading: string; lines: readonly string[] }) => (
  <>
    <h3>{heading}</h3>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable text must be reachable by keyboard */}
    <pre class="scrolls" tabIndex={0}>
      {lines.map((line, index) => (
        <div key={index}>
          <LongText text={line} search="" limit={textLimit} />
        </div>
      ))}
    </pre>
  </>
);

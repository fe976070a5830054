import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import { message } from "../../protocol/message";
import type { GatewayClient } from "../access/gatewayClient";
import type { RefusedBecause } from "./gatewayServer";

/** How often one kind of refusal is spoken of at most, in milliseconds. */
const quietMs = 60_000;

/** How many kinds are told apart within that time; a kind is a reason and a client. */
const kindLimit = 200;

/** What was not said yet of a kind. */
interface Kind {
  more: number;
  readonly timer: Disposable;
}

/** Says which requests were turned away: the first of a kind at once, and a minute later how many more there were. */
export class RefusalReports implements Disposable {
  private readonly kinds = new Map<string, Kind>();

  constructor(
    private readonly clock: Clock,
    private readonly say: (text: string) => void,
  ) {}

  readonly note = (reason: RefusedBecause, client?: GatewayClient): void => {
    const key = `${reason} ${client?.id ?? ""}`;
    const known = this.kinds.get(key);
    if (known) known.more++;
    else if (this.kinds.size < kindLimit) this.begin(key, reason, client);
  };

  dispose(): void {
    for (const { timer } of this.kinds.values()) timer.dispose();
    this.kinds.clear();
  }

  private begin(key: string, reason: RefusedBecause, client: GatewayClient | undefined): void {
    const facts = { who: client?.name ?? unknownClient(), why: reasonText(reason) };
    this.say(message("refusals.first", "The gateway refused a request from {who}: {why}.", facts));
    const timer = this.clock.after(
      quietMs,
      () => {
        const more = this.kinds.get(key)?.more ?? 0;
        this.kinds.delete(key);
        if (more === 0) return;
        this.say(
          more === 1
            ? message(
                "refusals.oneMore",
                "In the last minute, the gateway refused 1 more request from {who}: {why}.",
                facts,
              )
            : message(
                "refusals.more",
                "In the last minute, the gateway refused {count} more requests from {who}: {why}.",
                {
                  ...facts,
                  count: more,
                },
              ),
        );
      },
      true,
    );
    this.kinds.set(key, { more: 0, timer });
  }
}

const unknownClient = () => message("refusals.unknown", "an unknown program");

function reasonText(reason: RefusedBecause): string {
  switch (reason) {
    case "token":
      return message("refusals.token", "it did not show a valid token");
    case "failed-attempts":
      return message("refusals.attempts", "it showed a wrong token too often");
    case "scope":
      return message("refusals.scope", "the profile of its token is not in the settings");
    case "token-in-address":
      return message("refusals.tokenInAddress", "its token was in the address");
    case "unavailable":
      return message("refusals.unavailable", "tokens cannot be checked now");
    case "host":
      return message("refusals.host", "it used another name for this computer");
    case "origin":
      return message("refusals.origin", "it came from a web page that may not use the gateway");
    case "path":
      return message("refusals.path", "its path cannot be used");
    case "body-time":
      return message("refusals.bodyTime", "its body took too long");
    case "body-bytes":
      return message("refusals.bodyBytes", "its body was larger than its client may send");
    case "concurrent":
      return message("refusals.concurrent", "too many requests of its client were running");
    case "per-minute":
      return message("refusals.perMinute", "too many requests of its client came in a minute");
    case "connections":
      return message("refusals.connections", "too many connections were open");
    case "malformed":
      return message("refusals.malformed", "it was not valid HTTP");
  }
}

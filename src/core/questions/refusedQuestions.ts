import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { Clock } from "../kernel/clock";
import { HubError } from "../kernel/hubError";
import { inWords } from "../kernel/timeLimit";

/** So many questions of a server may be refused in a row. */
const most = 5;

/** For how long a server is then not asked about, and after how long a refusal is forgotten, in milliseconds. */
const quietMs = 10 * 60_000;

/**
 * Counts the questions of each server that the person refused or left unanswered, one after the other: without an end to them, a server
 * could ask until somebody says yes to be left alone.
 */
export class RefusedQuestions {
  private readonly refusals = new Map<ServerId, readonly number[]>();

  constructor(private readonly clock: Pick<Clock, "now">) {}

  /** @throws {HubError} `denied` where the person refused too many questions of the server. */
  check(server: ServerId): void {
    const recent = this.recent(server);
    const last = recent.at(-1);
    if (last === undefined || recent.length < most) return;
    throw new HubError(
      "denied",
      message(
        "questions.refusedOften",
        'A question of "{server}" was declined: you refused its last {count} questions. It may ask again in {time}.',
        { server, count: recent.length, time: inWords(last + quietMs - this.clock.now()) },
      ),
    );
  }

  /** How a question ended; nothing is counted where the server took it back. */
  ended(server: ServerId, accepted: boolean): void {
    const before = this.recent(server);
    this.refusals.delete(server);
    if (!accepted) this.refusals.set(server, [...before, this.clock.now()]);
  }

  private recent(server: ServerId): readonly number[] {
    const now = this.clock.now();
    return (this.refusals.get(server) ?? []).filter((at) => now - at < quietMs);
  }
}

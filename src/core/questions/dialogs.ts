import type { ServerId } from "../../protocol/hubEvent";

/** Shows a question; gives what was chosen, `undefined` where it was closed. */
type Show<B> = () => PromiseLike<B | undefined>;

/**
 * Questions in dialogs that no program can close, as the editor's: one whose signal has aborted stands on, but what is chosen in it counts
 * for nothing (`undefined`), and the person is told so. Whoever must not wait for it listens to the signal.
 */
export class Dialogs {
  private standing: Promise<unknown> = Promise.resolve();

  /** `tooLate` hears whose question was answered after its end. */
  constructor(private readonly tooLate: (server: ServerId) => void) {}

  /** A dialog that stands before everything else: the next comes when it is gone, so that none pile up while nobody is there. */
  modal<B>(server: ServerId, signal: AbortSignal, show: Show<B>): Promise<B | undefined> {
    const answer = this.standing.then(() => this.notice(server, signal, show));
    this.standing = answer.catch(() => {}); // whoever asked hears of a failure
    return answer;
  }

  /** A notice beside everything else, which holds nothing up. */
  async notice<B>(server: ServerId, signal: AbortSignal, show: Show<B>): Promise<B | undefined> {
    if (signal.aborted) return undefined;
    const chosen = await show();
    if (!signal.aborted) return chosen;
    if (chosen !== undefined) this.tooLate(server);
    return undefined;
  }
}

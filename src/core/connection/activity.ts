import { healthAfter } from "../errorTable";
import { HubError } from "../hubError";

/** The calls on one line: how many are in flight, and whether one was ever answered. */
export class Activity {
  private count = 0;
  private answered = false;

  /** `onChange` hears of each call that begins or ends, after the count has changed. */
  constructor(private readonly onChange: () => void) {}

  get inFlight(): number {
    return this.count;
  }

  /** Whether the server has answered at least one call. */
  get worked(): boolean {
    return this.answered;
  }

  async track<T>(work: Promise<T>): Promise<T> {
    this.count++;
    this.onChange();
    try {
      const result = await work;
      this.answered = true;
      return result;
    } catch (error) {
      if (error instanceof HubError && healthAfter(error) === "works") this.answered = true;
      throw error;
    } finally {
      this.count--;
      this.onChange();
    }
  }
}

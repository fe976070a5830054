import { healthAfter } from "../errorTable";
import { HubError } from "../hubError";

/** The calls on one line: how many are in flight, and whether one was ever answered. */
export class Activity {
  private count = 0;
  private answered = false;

  constructor(
    /** Hears of each call that begins or ends, after the count has changed. */
    private readonly onChange: () => void,
    /** A call failed in a way that says that the line may be gone. */
    private readonly onDoubt: () => void,
  ) {}

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
      const health = error instanceof HubError ? healthAfter(error) : "unknown";
      if (health === "works") this.answered = true;
      if (health === "lost") this.onDoubt();
      throw error;
    } finally {
      this.count--;
      this.onChange();
    }
  }
}

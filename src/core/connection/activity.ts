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

  track<T>(work: Promise<T>): Promise<T> {
    this.change(1);
    return work.then(
      (result) => {
        this.answered = true;
        this.change(-1);
        return result;
      },
      (error: unknown) => {
        const health = error instanceof HubError ? healthAfter(error) : "unknown";
        if (health === "works") this.answered = true;
        if (health === "lost") this.onDoubt();
        this.change(-1);
        throw error;
      },
    );
  }

  private change(by: 1 | -1): void {
    this.count += by;
    this.onChange();
  }
}

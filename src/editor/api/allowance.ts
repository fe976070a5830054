import { HubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";
import { apiError, orApiError } from "./apiError";
import type { McpDisposable } from "./mcpClientHub";

/** How much one extension may have open. The queues of the servers share their turns among callers besides. */
export const allowanceLimits = { subscriptions: 100, requests: 100 } as const;

/** What one extension has open, within limits, so that its mistakes cost only itself. */
export class Allowance implements McpDisposable {
  private readonly subscriptions = new Set<McpDisposable>();
  private requests = 0;
  private isClosed = false;

  constructor(private readonly extension: string) {}

  /** Opens a subscription, which ends with what this returns, or with the hub. */
  subscribe(open: () => McpDisposable): McpDisposable {
    return orApiError(() => {
      this.check();
      if (this.subscriptions.size >= allowanceLimits.subscriptions) throw tooManySubscriptions(this.extension);
      const opened = open();
      this.subscriptions.add(opened);
      return Object.freeze({
        dispose: () => {
          this.subscriptions.delete(opened);
          opened.dispose();
        },
      });
    });
  }

  /** Makes a request; it rejects with an `McpHubError`. */
  async run<T>(request: () => Promise<T>): Promise<T> {
    let isCounted = false;
    try {
      this.check();
      if (this.requests >= allowanceLimits.requests) throw tooManyRequests(this.extension);
      this.requests++;
      isCounted = true;
      return await request();
    } catch (error) {
      throw apiError(error);
    } finally {
      if (isCounted) this.requests--;
    }
  }

  /** Ends every subscription; nothing is opened anymore. */
  dispose(): void {
    this.isClosed = true;
    for (const subscription of this.subscriptions) subscription.dispose();
    this.subscriptions.clear();
  }

  private check(): void {
    if (this.isClosed)
      throw new HubError("cancelled", message("extensionApi.closed", "MCP Hub is closing. Nothing was sent."), {
        sent: "no",
      });
  }
}

const tooManySubscriptions = (extension: string): HubError =>
  new HubError(
    "too-many-subscriptions",
    message(
      "extensionApi.tooManySubscriptions",
      'The extension "{extension}" has {limit} subscriptions and may not have more. Dispose of one that is no longer needed.',
      { extension, limit: allowanceLimits.subscriptions },
    ),
  );

const tooManyRequests = (extension: string): HubError =>
  new HubError(
    "queue-full",
    message(
      "extensionApi.tooManyRequests",
      'The extension "{extension}" has {limit} requests running and may not have more. Wait until one of them has ended.',
      { extension, limit: allowanceLimits.requests },
    ),
    { sent: "no" },
  );

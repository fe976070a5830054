import { type Client, ProtocolError, SdkHttpError } from "@modelcontextprotocol/client";
import { HubError } from "../../core/kernel/hubError";
import { isChallenge } from "../http/httpRefusal";
import { speaksOfSession } from "../http/responseMessages";
import { requestRefused } from "../http/statusError";
import { anyResult } from "../normalize/sdkShapes";
import { type ErrorContext, sessionLost, toHubError } from "./toHubError";

/** How long a server may take to show that it knows the session, in milliseconds. */
const signMs = 5_000;

/** Statuses that speak of the way to the server, or of the pace: they leave no doubt. */
const plain = new Set([407, 408, 429]);

export interface SessionDoubtParts {
  readonly client: Client;
  readonly context: () => ErrorContext;
  /** The session is lost. */
  readonly lost: (error: HubError) => void;
}

/**
 * Finds out what a refusal (HTTP 4xx) means: a server that still answers over this session refuses only that request, and one that
 * answers nothing more has lost the session. The status alone does not tell: servers use 404, 400, 401 and 403 for both.
 */
export class SessionDoubt {
  private asking: Promise<Sign> | undefined;

  constructor(private readonly parts: SessionDoubtParts) {}

  /** What the failure was, where there was a doubt, and the server could settle it. Never rejects. */
  settle(error: unknown): Promise<HubError | undefined> | undefined {
    const { established, closed } = this.parts.context();
    if (!(error instanceof SdkHttpError) || !established || closed) return undefined;
    if (error.status < 400 || error.status > 499 || plain.has(error.status)) return undefined;
    return this.sign().then((sign) => this.meaning(error, sign));
  }

  /** The failure of a ping. Any answer is a sign of life: it is the server's error, unless it speaks of the session. */
  ofPing(error: unknown): HubError | undefined {
    const context = this.parts.context();
    if (!(error instanceof SdkHttpError) || context.closed) return undefined;
    const failure = toHubError(error, { ...context, hasSession: false });
    if (context.hasSession && !isAboutAccess(failure) && speaksOfSession(error.data.text)) return undefined;
    const { message, outage, retryAfterMs } = failure;
    return new HubError("server-error", message, { cause: error, outage, retryAfterMs });
  }

  private meaning(error: SdkHttpError, sign: Sign): HubError | undefined {
    const context = this.parts.context();
    if (context.closed) return undefined;
    const refusal = toHubError(error, { ...context, hasSession: false });
    if (sign === "answers") {
      if (isAboutAccess(refusal)) return refusal;
      const words = typeof error.data.text === "string" ? error.data.text : "";
      const said = context.mask?.text(words) ?? words;
      return new HubError("server-error", requestRefused(context, error.status, said), { cause: error });
    }
    if (sign === "refuses" && context.hasSession && !isChallenge(error)) {
      const loss = sessionLost(context.server, error);
      this.parts.lost(loss);
      return loss;
    }
    return undefined;
  }

  /** Asks once, however many requests were refused. */
  private sign(): Promise<Sign> {
    this.asking ??= this.ask().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  private async ask(): Promise<Sign> {
    const { client } = this.parts;
    const options = { timeout: signMs };
    const ping = await signOf(() => client.request({ method: "ping" }, anyResult, options));
    // A server may know no pings.
    return ping === "answers" ? ping : signOf(() => client.request({ method: "tools/list" }, anyResult, options));
  }
}

const isAboutAccess = ({ code }: HubError): boolean => code === "needs-auth" || code === "forbidden";

type Sign = "answers" | "refuses" | "none";

async function signOf(ask: () => Promise<unknown>): Promise<Sign> {
  try {
    await ask();
    return "answers";
  } catch (error) {
    if (error instanceof SdkHttpError) return error.status < 500 ? "refuses" : "none";
    return error instanceof ProtocolError ? "answers" : "none";
  }
}

import type { JSONRPCMessage, RequestId } from "@modelcontextprotocol/client";
import type { HubError } from "../../core/kernel/hubError";
import { brokenAnswer, errorResponse } from "../wire/errorResponse";
import { defaultMessageLimit, tooLarge } from "../wire/messageLimit";
import { bodyBytes } from "./client/bodyText";
import type { HttpResponse } from "./client/httpClient";
import type { HttpParts } from "./httpParts";
import type { OpenRequest } from "./openRequest";
import { answersTo, messagesInText, readMessages } from "./responseMessages";

/** How much of a refusal is read, in bytes. */
const refusalLimit = 64 * 1024;

/** Reads the bodies of a transport's responses, within its limits. */
export class ResponseBodies {
  /** The largest message, in bytes. */
  readonly limit: number;

  constructor(private readonly parts: HttpParts) {
    this.limit = parts.messageLimit ?? defaultMessageLimit;
  }

  /** What a body says to a request: its answer, where it holds one. Broken JSON is its failure. */
  async answersTo(id: RequestId, open: OpenRequest, response: HttpResponse) {
    const body = await this.whole(open, response);
    return { ...answersTo(id, await this.messagesIn(body, id, response.status)), bytes: body.length };
  }

  /** A short body, up to the limit. */
  async text(open: OpenRequest, response: HttpResponse): Promise<string> {
    return (await this.body(open, response, refusalLimit, open.stopReading)).toString("utf8");
  }

  /** A message broke the limit: stops reading, and gives the error. */
  tooLarge(open: OpenRequest): HubError {
    open.stopReading();
    const error = tooLarge(this.parts.server, this.limit);
    this.parts.onTooLarge(error);
    return error;
  }

  private async messagesIn(body: Buffer, id: RequestId, status: number): Promise<readonly JSONRPCMessage[]> {
    // The body of a request that was only accepted may be any text.
    if (status === 202) return messagesInText(body.toString("utf8"));
    try {
      return await readMessages(body);
    } catch {
      return [errorResponse(id, brokenAnswer(this.parts.server, body.toString("utf8", 0, 200)))];
    }
  }

  /** A body that must be read to its end. */
  private async whole(open: OpenRequest, response: HttpResponse): Promise<Buffer> {
    let tooLargeError: HubError | undefined;
    const bytes = await this.body(open, response, this.limit, () => {
      tooLargeError = this.tooLarge(open);
    });
    if (tooLargeError) throw tooLargeError;
    return bytes;
  }

  private async body(open: OpenRequest, response: HttpResponse, limit: number, onTooLong: () => void): Promise<Buffer> {
    try {
      return await bodyBytes(response, limit, onTooLong);
    } catch (error) {
      throw open.aborted ? error : this.parts.toNetworkError(error);
    }
  }
}

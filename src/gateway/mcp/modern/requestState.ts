import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** What the state of an interrupted request says. */
export interface RequestState {
  /** The request that is held for the answers. */
  readonly held: string;
  /** The client whose request it is. */
  readonly client: string;
  /** The digest of method and params: an answer to one request must not go on with another. */
  readonly request: string;
  /** When it ends, in milliseconds since the epoch. */
  readonly until: number;
}

/** Writes and reads `requestState` (specification 2026-07-28, input required): signed, since it comes back from the client. */
export class RequestStates {
  private readonly key = randomBytes(32);

  write(state: RequestState): string {
    const body = Buffer.from(JSON.stringify(state)).toString("base64url");
    return `${body}.${this.sign(body)}`;
  }

  /** The state; `undefined` where it was not written here, or was changed since. */
  read(text: string): RequestState | undefined {
    const [body = "", signature = "", ...more] = text.split(".");
    const wanted = Buffer.from(this.sign(body));
    const given = Buffer.from(signature);
    if (more.length > 0 || given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
    return JSON.parse(Buffer.from(body, "base64url").toString("utf8"));
  }

  private sign(body: string): string {
    return createHmac("sha256", this.key).update(body).digest("base64url");
  }
}

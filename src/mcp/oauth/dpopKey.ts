import { DpopSession, generateDpopKeyPair } from "@modelcontextprotocol/client";

/** The key that DPoP tokens are bound to (RFC 9449), made when it is first needed. It lives as long as the window. */
export class DpopKey {
  private made: Promise<DpopSession> | undefined;

  session(): Promise<DpopSession> {
    this.made ??= generateDpopKeyPair().then((keyPair) => DpopSession.create({ keyPair }));
    return this.made;
  }
}

import type { Caller } from "./caller";
import type { ServerId } from "./hubEvent";

/** What can be pinned. */
export type PinKind = "tool" | "prompt" | "instructions";

/**
 * Why something was pinned. `question`: a person was asked and allowed a call. `person`: a call by hand. `rule`: the person's settings let it
 * run without a question. `review`: a person compared it with what it was before.
 */
export type PinReason = "question" | "person" | "rule" | "review";

/** What a person allows, takes back, and agrees to. Each event stands alone. */
export type ConsentEvent =
  /** A person allowed a caller more than one call. `tool`: missing for every tool of the server. */
  | {
      readonly type: "grant.added";
      readonly server: ServerId;
      readonly caller: Pick<Caller, "door" | "client">;
      readonly tool?: string;
      readonly span: "session" | "workspace" | "always";
      /** When it ends, in milliseconds since the epoch; missing: never. */
      readonly until?: number;
    }
  /** A person took back what was allowed. */
  | {
      readonly type: "grant.revoked";
      readonly server: ServerId;
      readonly caller: Pick<Caller, "door" | "client">;
      readonly tool?: string;
      readonly span: "session" | "workspace" | "always";
    }
  /** Everything that was allowed is forgotten, of one server or of all. */
  | { readonly type: "grant.forgotten"; readonly server?: ServerId }
  /** From now on something of a server is compared with what it is now. `name`: empty for the instructions. */
  | {
      readonly type: "pin.added";
      readonly server: ServerId;
      readonly of: PinKind;
      readonly name: string;
      readonly digest: string;
      readonly by: PinReason;
    }
  /** Something of a server is no longer what was pinned. */
  | {
      readonly type: "pin.changed";
      readonly server: ServerId;
      readonly of: PinKind;
      readonly name: string;
      readonly pinned: string;
      readonly digest: string;
    }
  /** A person saw what changed, and accepts it. */
  | {
      readonly type: "pin.accepted";
      readonly server: ServerId;
      readonly of: PinKind;
      readonly name: string;
      readonly digest: string;
    }
  /** A person let a server run, or did not; from now on, this holds for exactly this entry. `entry`: its digest. */
  | {
      readonly type: "launch.decided";
      readonly server: ServerId;
      readonly entry: string;
      readonly answer: "allowed" | "refused" | "revoked";
    }
  /** Whether the person believes the server's own annotations of its tools. */
  | { readonly type: "server.trusted"; readonly server: ServerId; readonly trusted: boolean }
  /** The person turned something on or off, or chose another profile. `profile`: the one that holds now; missing: none. */
  | { readonly type: "choice.changed"; readonly profile?: string };

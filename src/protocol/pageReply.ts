import type { ErrorView } from "./hubErrorCode";

/** The host's reply to a page's request of this number; a failure is a sentence for the user. */
export type PageReply<Value = unknown> =
  | { readonly type: "reply"; readonly id: number; readonly ok: true; readonly value?: Value }
  | { readonly type: "reply"; readonly id: number; readonly ok: false; readonly error: ErrorView };

import type { ErrorView } from "../../protocol/hubErrorCode";
import type { Scope, ServerId } from "../../protocol/hubEvent";
import type { ServerConfig } from "./serverConfig";

/** One server as the settings of all scopes together say it. Variables are not filled in yet. */
export interface ServerDefinition {
  readonly id: ServerId;
  readonly label: string;
  readonly scope: Scope;
  /** The workspace folder's path, for `folder`; the file's path, for `file`. */
  readonly source?: string;
  readonly enabled: boolean;
  readonly entry:
    | { readonly kind: "valid"; readonly config: ServerConfig }
    /** A bad entry costs only itself: it shows in the tree with what is wrong, and nothing is started. */
    | { readonly kind: "invalid"; readonly error: ErrorView };
}

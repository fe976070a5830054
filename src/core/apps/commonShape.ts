import { type CommonWords, commonExpressed } from "./expressing/commonExpressed";
import { type CommonRules, commonSaid } from "./reading/commonSaid";
import type { Plain, Shape } from "./shape";
import { isHttp, type Target, type Token } from "./target";
import { toApp, type VariableSyntax } from "./variables";

interface CommonShape extends CommonRules, Omit<CommonWords, "url">, Partial<Pick<Shape, "isOff" | "read">> {
  /** Keys to the servers; `mcpServers` without it. */
  readonly root?: readonly string[];
  readonly variables: VariableSyntax;
  readonly tokens: Shape["tokens"];
  /** The key of the address. Without a form of the token the app starts programs only, unless `isRemote`. */
  readonly url?: string;
  /** It uses addresses, and the hub writes the program for itself: how it would get the token is not known. */
  readonly isRemote?: true;
  /** What the hub's entry gets in addition, unless the person has set it. */
  readonly defaults?: Plain;
}

/** The shape of an app that keeps JSON objects with `command` or an address by name. */
export function commonShape(app: CommonShape): Shape {
  const { root = ["mcpServers"], url = "url", variables, tokens, isOff } = app;
  return {
    format: "jsonc",
    root: () => root,
    variables,
    tokens,
    owned: ["type", "transportType", "transport", ...(app.urls ?? ["url"]), "headers", "command", "args"],
    read: app.read ?? ((keys) => commonSaid(keys, app)),
    express: (said, wording) =>
      commonExpressed(said, wording, { ...app, url: tokens.length > 0 || app.isRemote ? url : null }),
    write: (target) => ({ ...commonEntry(target, { ...app, url }), ...app.defaults }),
    ...(isOff && { isOff }),
  };
}

function commonEntry(target: Target, app: CommonShape & { readonly url: string }): Plain {
  if (!isHttp(target))
    return { ...(app.stdioType && { type: app.stdioType }), command: target.command, args: [...target.args] };
  return {
    ...(app.httpType && { type: app.httpType }),
    [app.url]: target.url,
    headers: { Authorization: bearer(target.token, app.variables) },
  };
}

/** The value of an `Authorization` header. */
export function bearer(token: Token, syntax: VariableSyntax): string {
  return "literal" in token ? `Bearer ${token.literal}` : (toApp(`Bearer \${env:${token.variable}}`, syntax) ?? "");
}

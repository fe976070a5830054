import { message } from "../../../protocol/message";
import type { ServerConfig } from "../../config/schema/serverConfig";
import { safeLine } from "../../kernel/redact";
import type { AppEntry, AppFile } from "../app";
import type { Said } from "../reading/said";
import type { Plain } from "../shape";
import { type Written, writeServer } from "../writeEntry";
import { Wording } from "./wording";

/** A server as an app's file would have it, or why it cannot have it. */
export type Expressed =
  | {
      readonly kind: "entry";
      readonly entry: Plain;
      /** Keys of the hub's entry for which the app has nothing. */
      readonly left: readonly string[];
    }
  | { readonly kind: "unsaid"; readonly reason: string };

/** What of a server is written into an app's file: its entry, and which of its tools are shown. */
export type Exported = Pick<AppEntry, "name"> &
  Partial<Pick<AppEntry, "disabledTools" | "allowedTools">> & { readonly config: ServerConfig };

/** Keys of the hub's entry that an app may have a word for. */
const told = new Set(
  "type command args cwd env envFile url headers auth dev enabled callTimeoutSeconds connectTimeoutSeconds".split(" "),
);

/** The entry of a server in the shape of an app's file. `content` is what the file holds, where the shape depends on it. */
export function expressEntry({ shape }: Pick<AppFile, "shape">, exported: Exported, content?: unknown): Expressed {
  const { name, config, disabledTools = [], allowedTools } = exported;
  const wording = new Wording(shape.variables);
  for (const key of Object.keys(config)) if (!told.has(key)) wording.leave(key);
  const { type, enabled, ...values } = config;
  const said: Said = {
    ...values,
    ...(type === "sse" && { isSse: true }),
    ...(enabled === false && { isOff: true }),
    ...(disabledTools.length > 0 && { disabledTools }),
    ...(allowedTools && { allowedTools }),
  };
  const entry = shape.express(said, wording, name, content);
  if (config.dev !== undefined && entry.dev === undefined) wording.leave("dev");
  const [untold] = wording.untold;
  if (wording.left.includes("url"))
    return { kind: "unsaid", reason: message("apps.programsOnly", "The app starts programs only.") };
  if (untold !== undefined)
    return {
      kind: "unsaid",
      reason: message("apps.untold", 'The app cannot express "{text}": it does not have this variable.', {
        text: safeLine(untold, 80),
      }),
    };
  return { kind: "entry", entry, left: wording.left };
}

/** The text of an app's file with a server in it. Everything else in the file stays, as with the hub's own entry. */
export function exportServer(file: AppFile, text: string, exported: Exported): Written {
  return writeServer(file, text, exported.name, (content) => {
    const expressed = expressEntry(file, exported, content);
    return expressed.kind === "entry" ? expressed.entry : expressed.reason;
  });
}

import { message } from "../../protocol/message";
import type { App, AppFile } from "./app";
import { formats } from "./editing/formats";
import { entryAt, isPlain } from "./editing/place";
import type { Target } from "./target";
import { placeOf, removeEntry, type Written, writeEntry } from "./writeEntry";

/** Everything that the hub can offer an app; which of it a file gets is decided for the file. */
export interface Offer {
  /** Without it a file gets the program. */
  readonly url?: string;
  /** A new token for this client. Without it a file gets a variable or the program. */
  readonly token?: string;
  /** The name of the environment variable that holds a client's token. */
  readonly variable: string;
  /** The program that attaches to a running hub. */
  readonly program: { readonly command: string; readonly args: readonly string[] };
}

/** A change of an app's file, for a diff. Nothing is written yet. */
export type PlannedChange =
  | {
      readonly kind: "change";
      /** How the app will reach the hub; missing where the hub is taken out. */
      readonly form?: "token" | "variable" | "program";
      readonly before: string;
      /** Holds the token itself where `form` is "token": such a file is written with mode 0600. */
      readonly after: string;
      /** An entry of this name that is not the hub's would be overwritten. */
      readonly replacesOther: boolean;
      /** What the person does next: sentences, the first one first. */
      readonly next: readonly string[];
    }
  | Extract<Written, { kind: "refused" }>;

/** What an app's file gets: a token only in the person's own files, else a variable, else the program, which needs neither. */
export function targetFor({ shape, level }: AppFile, { url, token, variable, program }: Offer): Target {
  if (url === undefined) return program;
  const may = (kind: "literal" | "variable") => shape.tokens.includes(kind);
  if (level === "user" && token !== undefined && may("literal")) return { url, token: { literal: token } };
  return may("variable") ? { url, token: { variable } } : program;
}

/** The change that lets an app use the hub. An empty text stands for a missing file. */
export function plannedChange(app: App, file: AppFile, before: string, name: string, offer: Offer): PlannedChange {
  const target = targetFor(file, offer);
  const written = writeEntry(file, before, name, target);
  if (written.kind === "refused") return written;
  const form = formOf(target);
  const usesInput = file.shape.beside !== undefined;
  const ask = usesInput
    ? message(
        "apps.next.input",
        "{app} asks for the token at the first start: create one for each person in the hub.",
        { app: app.name },
      )
    : message(
        "apps.next.variable",
        "Set the environment variable {variable} to the token of a client before {app} starts.",
        {
          variable: offer.variable,
          app: app.name,
        },
      );
  return {
    kind: "change",
    form,
    before,
    after: written.text,
    replacesOther: hasOther(file, before, name),
    next: [...(form === "variable" ? [ask] : []), app.next(), ...(app.limit ? [app.limit()] : [])],
  };
}

/** The change that takes the hub out of an app's file. */
export function plannedRemoval(app: App, file: AppFile, before: string, name: string): PlannedChange {
  const written = removeEntry(file, before, name);
  if (written.kind === "refused") return written;
  const next = [app.next()];
  return { kind: "change", before, after: written.text, replacesOther: hasOther(file, before, name), next };
}

/** Whether a file has the hub's entry. */
export function usesHub({ shape }: Pick<AppFile, "shape">, text: string, name: string): boolean {
  const entry = entryIn(shape, text, name);
  return entry !== undefined && isHub(entry);
}

/** Whether a file has an entry of this name that is not the hub's. */
export function hasOther({ shape }: Pick<AppFile, "shape">, text: string, name: string): boolean {
  const entry = entryIn(shape, text, name);
  return entry !== undefined && !isHub(entry);
}

function entryIn(shape: AppFile["shape"], text: string, name: string): unknown {
  const parsed = formats[shape.format].parse(text.replace(/^\ufeff/, ""));
  return parsed.kind === "value" ? entryAt(parsed.value, placeOf(shape, parsed.value, name)) : undefined;
}

/** The hub's entry is an address of this machine with the gateway's path, or the hub's own program. */
function isHub(entry: unknown): boolean {
  if (!isPlain(entry)) return false;
  const texts = Object.values(entry)
    .flat()
    .filter((value) => typeof value === "string");
  return texts.some(
    (text) =>
      /^https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?\/mcp(?:\/|$)/.test(text) ||
      /\bmcp-client-hub\b/.test(text),
  );
}

const formOf = (target: Target): "token" | "variable" | "program" =>
  "command" in target ? "program" : "literal" in target.token ? "token" : "variable";

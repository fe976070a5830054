import type { ServerConfig } from "../../config/schema/serverConfig";
import type { ServerDefinition } from "../../config/schema/serverDefinition";
import type { App, AppEntry, AppFile, AppProblem, ReadAppFile } from "../app";
import type { Difference } from "./setup";

/** A file of an app, as it was read. */
export interface ImportSource {
  readonly app: Pick<App, "id" | "name">;
  readonly file: AppFile;
  readonly read: ReadAppFile;
}

/** What the hub can do with one server of an app. */
export type Verdict =
  | { readonly kind: "new" }
  /** It is there already, whatever it is called. */
  | { readonly kind: "same"; readonly as: string }
  /** The same program or address with other settings; `as` is a server of the hub, or one that is imported with it. */
  | { readonly kind: "differs"; readonly as: string; readonly what: readonly Difference[] }
  /** It was imported from here, and has changed since. */
  | { readonly kind: "drifted"; readonly as: string; readonly what: readonly Difference[] }
  /** `words`: the reason without the server's name, for places beside it. */
  | { readonly kind: "cannot"; readonly why: string; readonly words: string };

/** One server of an app that can be imported, or why it cannot be. */
export interface Candidate {
  readonly source: ImportSource;
  readonly entry: AppEntry;
  readonly verdict: Verdict;
  /** The name that the hub would give it: one that is free. */
  readonly name: string;
  /** As the app has it, its secrets included; missing if it cannot be imported. */
  readonly config?: ServerConfig;
  /** The server of the hub that it would change: see the verdict. */
  readonly hubServer?: ServerDefinition;
  /** The names of the secrets that would be stored. No values. */
  readonly secrets: readonly string[];
  /** The names of the values that the hub asks for, since only the app has them. */
  readonly asked: readonly string[];
  /** What a person has typed already for `${input:…}` of it, by name. */
  readonly given?: ReadonlyMap<string, string>;
  /** What is not taken over. */
  readonly notes: readonly AppProblem[];
}

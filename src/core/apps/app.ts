import type { ServerConfig } from "../config/schema/serverConfig";
import type { Shape } from "./shape";
import type { System } from "./system";

/** An AI app of the machine that has its own MCP configuration. */
export interface App {
  /** Never changes: settings and records name an app by it. */
  readonly id: string;
  /** The name that a person knows. */
  readonly name: string;
  /** What it is, in a few words. */
  about(): string;
  /** Where the app keeps its servers on this system, the usual place first. None of the files need exist. */
  files(system: System): readonly AppFile[];
  /** Files that another file of the app names, such as those of VS Code's profiles. */
  readonly more?: {
    readonly index: (system: System) => string;
    files(indexText: string, system: System): readonly AppFile[];
  };
  /** What the person does so that the app notices a changed file: one sentence. */
  next(): string;
  /** What else a person must know who uses the hub from this app: one sentence. */
  readonly limit?: () => string;
}

/** One file in which an app keeps MCP servers. */
export interface AppFile {
  readonly path: string;
  /** A project's file is shared with others, mostly by version control: it never gets a token. */
  readonly level: "user" | "project";
  readonly shape: Shape;
  /** An old place, or one that another file is better for: it is read, and the hub's entry is not written there. */
  readonly isReadOnly?: true;
}

/** A place in a file, and what a person must know about it. It never holds a secret. */
export interface AppProblem {
  /** Keys from the top of the file. */
  readonly path: readonly (string | number)[];
  readonly severity: "error" | "warning";
  /** One sentence. */
  readonly message: string;
  /** The same without the server's name, for places beside it; missing where the message has none. */
  readonly words?: string;
  /** Where the text cannot be parsed; both count from 1. */
  readonly line?: number;
  readonly column?: number;
}

/** One server of an app, in the hub's own words. */
export interface AppEntry {
  /** As the app's file has it. */
  readonly name: string;
  readonly path: readonly (string | number)[];
  /** Missing if the entry cannot be taken over; `problems` says why. */
  readonly config?: ServerConfig;
  /** The app does not run it. */
  readonly isOff: boolean;
  /** Tools that the app hides. */
  readonly disabledTools: readonly string[];
  /** The only tools that the app shows; `undefined` if it shows all. */
  readonly allowedTools?: readonly string[];
  /** What could not be taken over, and why. Grants ("may run without a question") are never taken over. */
  readonly problems: readonly AppProblem[];
}

/** What a file of an app says. */
export interface ReadAppFile {
  readonly entries: readonly AppEntry[];
  /** Of the file as a whole. */
  readonly problems: readonly AppProblem[];
}

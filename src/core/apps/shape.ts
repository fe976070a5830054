import type { Place } from "./editing/place";
import type { Wording } from "./expressing/wording";
import type { Said } from "./reading/said";
import type { TakenKeys } from "./reading/takenKeys";
import type { Target } from "./target";
import type { VariableSyntax } from "./variables";

/** A JSON object, as parsed. */
export type Plain = Readonly<Record<string, unknown>>;

/** How a file of an app writes MCP servers: the app's own rules, in both directions. */
export interface Shape {
  readonly format: "jsonc" | "toml" | "yaml";
  /** Keys from the top of the file to the collection of servers. It may depend on what the file holds. */
  root(content: unknown): readonly string[];
  /** The servers are items of a list, named by this key. Without it they are the members of an object. */
  readonly namedBy?: string;
  readonly variables: VariableSyntax;
  /** Keys of an entry whose texts are names of environment variables. */
  readonly variableNames?: readonly string[];

  /** What an entry says, in common terms. It takes each key that it understands, and notes what cannot be taken over. */
  read(entry: TakenKeys, name: string): Said;
  /** The inverse: the entry for what a server says, in the hub's variables. It takes down what the app has no word for. */
  express(said: Said, wording: Wording, name: string, content?: unknown): Plain;
  /** Servers that a place outside their entry switches off. */
  isOff?(content: unknown, name: string): boolean;

  /** Which forms of the token the app can use here. Without either it gets the program. */
  readonly tokens: readonly ("literal" | "variable")[];
  /** The entry for the hub. Every key that any of its forms has is in `owned`. */
  write(target: Target, name: string): Plain;
  /** Keys of an entry that the hub sets or takes away; others are the person's and stay. */
  readonly owned: readonly string[];
  /** What must be there beside an entry that refers to it: VS Code's `inputs`. */
  readonly beside?: Beside;
  /** What an empty file must begin with. */
  readonly preamble?: string;
}

/** Something that an entry needs in another place of its file. */
export interface Beside {
  place(name: string): Place;
  value(name: string): Plain;
  /** The text by which the entry refers to it. */
  reference(name: string): string;
}

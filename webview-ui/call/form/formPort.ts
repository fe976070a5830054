import type { CallMistake } from "../../../src/protocol/callPageMessages";
import type { Json } from "../json/exactJson";
import type { Draft } from "./draft";
import type { Path } from "./path";

/** What the fields of a form share. */
export interface FormPort {
  readonly draft: Draft;
  readonly mistakes: readonly CallMistake[];
  change(how: (draft: Draft) => Draft): void;
  /** The values that the server proposes for an argument; missing where it proposes none. */
  complete?(argument: string, typed: string): Promise<readonly string[]>;
}

/** One value of the form. */
export interface FieldProps {
  readonly form: FormPort;
  readonly schema: Json | undefined;
  readonly path: Path;
  /** Missing in a list, whose items are numbered. */
  readonly name: string;
  readonly value: Json | undefined;
  readonly required: boolean;
  /** How it is taken away, where it can be. */
  readonly remove?: { readonly label: string; readonly run: () => void };
}

import type { VariableSyntax } from "../../core/apps/variables";
import { message } from "../../protocol/message";

/** What variables can refer to here. Names only: no value is ever offered. */
export interface VariableNames {
  readonly inputs: readonly string[];
  readonly secrets: readonly string[];
  readonly folders: readonly string[];
  readonly env: readonly string[];
}

/** A variable that completion offers. */
export interface VariableOffer {
  /** All of it, such as `${env:HOME}`; what follows the cursor may have the brace already. */
  readonly text: string;
  /** What it stands for, in a few words. */
  readonly about: string;
  /** It needs a name: the cursor goes before the brace, and the names are offered. */
  readonly isOpen?: true;
}

/** What is offered, and how many characters before the cursor it replaces. */
export interface VariableOffers {
  readonly replaces: number;
  readonly offers: readonly VariableOffer[];
}

/** How a file writes variables: the hub's settings, or an app's file; `name` is a text that is the name of one. */
export type FileSyntax = VariableSyntax | "hub" | "name";

/** The most names that are offered. */
const most = 500;

/** The variables for a text whose part before the cursor ends like this; `undefined` where none is being written. */
export function variableOffers(before: string, syntax: FileSyntax, names: VariableNames): VariableOffers | undefined {
  const written = begun[syntax]?.exec(before)?.[0];
  if (written === undefined) return undefined;
  const all = offersOf(syntax, names).filter(({ text }) => text.toLowerCase().startsWith(written.toLowerCase()));
  // A name that is given comes instead of the same variable without one.
  return { replaces: written.length, offers: all.slice(0, most) };
}

const dollarBrace = /\$\{[^{}"\s]*$/;
const begun: Readonly<Record<FileSyntax, RegExp | undefined>> = {
  hub: dollarBrace,
  editor: dollarBrace,
  env: dollarBrace,
  shell: dollarBrace,
  dollar: dollarBrace,
  braces: /\{[^{}"\s]*$/,
  name: /\w*$/,
  secrets: undefined,
  none: undefined,
};

function offersOf(syntax: FileSyntax, names: VariableNames): readonly VariableOffer[] {
  switch (syntax) {
    case "hub":
      return [...folders(names), ...system(), ...env(names), ...stored(names)];
    case "editor":
      return [...folders(names), ...system(), ...env(names), ...named("input", names.inputs, aboutInput)];
    case "env":
      return [...folders({ ...names, folders: [] }), ...system(), ...env(names)];
    case "shell":
    case "dollar":
      return names.env.map((name) => ({ text: `\${${name}}`, about: aboutEnv() }));
    case "braces":
      return names.env.map((name) => ({ text: `{env:${name}}`, about: aboutEnv() }));
    case "name":
      return names.env.map((name) => ({ text: name, about: aboutEnv() }));
    case "secrets":
    case "none":
      return [];
  }
}

const folders = (names: VariableNames): readonly VariableOffer[] => [
  { text: "${workspaceFolder}", about: message("variable.folder", "The path of the open folder") },
  ...names.folders.map((name) => ({
    text: `\${workspaceFolder:${name}}`,
    about: message("variable.namedFolder", 'The path of the open folder "{name}"', { name }),
  })),
  { text: "${workspaceFolderBasename}", about: message("variable.basename", "The name of the open folder") },
];

const system = (): readonly VariableOffer[] => [
  { text: "${userHome}", about: message("variable.home", "Your home folder") },
  {
    text: "${pathSeparator}",
    about: message("variable.separator", 'What separates names in a path: "\\" on Windows, "/" elsewhere'),
  },
];

const env = ({ env }: VariableNames): readonly VariableOffer[] => named("env", env, aboutEnv);

const stored = ({ inputs, secrets }: VariableNames): readonly VariableOffer[] => [
  ...named("input", inputs, aboutInput),
  ...named("secret", secrets, () => message("variable.secret", 'A value set with "MCP Hub: Set Secret…"')),
];

const aboutEnv = () => message("variable.env", "A variable of your environment");
const aboutInput = () => message("variable.input", "A value that you are asked for once; it is kept in secret storage");

const named = (kind: string, names: readonly string[], about: () => string): readonly VariableOffer[] => [
  { text: `\${${kind}:}`, about: about(), isOpen: true },
  ...names.map((name) => ({ text: `\${${kind}:${name}}`, about: about() })),
];

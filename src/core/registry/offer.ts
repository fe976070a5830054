/** One value that a person is asked for. */
export interface Field {
  /** Its name within the offer: also the name under which a secret is stored. */
  readonly name: string;
  /** What it is for, as its publisher says. */
  readonly description: string;
  readonly isRequired: boolean;
  /** It goes into secret storage, and is hidden while it is typed. */
  readonly isSecret: boolean;
  /** Several values may be given. */
  readonly isRepeated: boolean;
  readonly format: "string" | "number" | "boolean" | "filepath";
  /** An example of a value. */
  readonly placeholder: string;
  readonly initial?: string;
  /** The only possible values; none where any is possible. */
  readonly choices: readonly string[];
}

/** A text with the names of fields where their values go. */
export type Template = readonly (string | { readonly field: string })[];

/** Something of an entry that is left out unless all of its fields have a value. */
export interface Part {
  readonly texts: readonly Template[];
  /** Fields that must have a value although they do not occur in the texts. */
  readonly needs?: readonly string[];
  /** A field that must be `true`: the texts are a switch. */
  readonly onlyIf?: string;
}

interface Common {
  /** What it is in a few words, such as `npm: @scope/server 1.2.3`. */
  readonly label: string;
  /** Its place in the description of the server, such as `["packages", 0]`. */
  readonly path: readonly (string | number)[];
  readonly fields: readonly Field[];
  /** What a person must know, in sentences. */
  readonly notes: readonly string[];
}

/** A package that is run on this machine. */
export interface ProgramOffer extends Common {
  readonly kind: "program";
  /** One of few programs that the hub knows: a registry never names another. */
  readonly command: string;
  readonly args: readonly Part[];
  readonly env: Readonly<Record<string, Part>>;
}

/** A server that runs elsewhere. */
export interface AddressOffer extends Common {
  readonly kind: "address";
  readonly type: "http" | "sse";
  readonly url: Template;
  readonly headers: Readonly<Record<string, Part>>;
  /** The client of a service whose sign-in takes only clients that were registered before. */
  readonly client?: { readonly id: string; readonly secret: string };
}

/** One way to get a server. */
export type Offer = ProgramOffer | AddressOffer;

/** The names of the fields of a part. */
export const fieldsOf = ({ texts, needs = [] }: Part): readonly string[] => [
  ...needs,
  ...texts.flat().flatMap((piece) => (typeof piece === "string" ? [] : [piece.field])),
];

/** A tool as a model is shown it. */
export interface Offered {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

export interface Call {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What came of a call, as the door shows it. */
export interface Shown {
  readonly text: string;
  readonly isError: boolean;
}

/** Everything that a model is shown before it goes on. */
export interface Scene {
  /** What the person said last. */
  readonly asked: string;
  readonly tools: readonly Offered[];
  /** The results of the calls that it made last, in their order. */
  readonly results: readonly Shown[];
}

/** What a model does next. */
export type Turn =
  | { readonly kind: "call"; readonly calls: readonly Call[] }
  | { readonly kind: "say"; readonly text: string }
  | { readonly kind: "wait"; readonly ms: number };

/** A line of thought: each turn is answered with the scene after it. A turn that says something is answered when the person has spoken again. */
export type Thought<T> = Generator<Turn, T, Scene>;

/** What the person said and the results told, by name. */
export type Known = Readonly<Record<string, unknown>>;

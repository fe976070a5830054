/** What an argument belongs to: a prompt, or the template of resources. */
export type CompletionOf = { readonly prompt: string } | { readonly uriTemplate: string };

/** An argument that is being typed, and the values of the others so far. */
export interface CompletionAsk {
  readonly of: CompletionOf;
  readonly argument: string;
  /** What has been typed so far. */
  readonly value: string;
  readonly others: Readonly<Record<string, string>>;
}

/** A content block of a result or a message, as in the protocol; untrusted. */
export type Content = Annotated &
  (
    | { readonly type: "text"; readonly text: string }
    | { readonly type: "image" | "audio" /** base64 */; readonly data: string; readonly mimeType: string }
    | { readonly type: "resource"; readonly resource: ResourceContents }
    | {
        readonly type: "resource_link";
        readonly uri: string;
        readonly name: string;
        readonly description?: string;
        readonly mimeType?: string;
      }
  );

/** What a content block may carry beside its content; untrusted. */
interface Annotated {
  readonly annotations?: Annotations | undefined;
  /** Additional data of the server, bounded; never given to a model. */
  readonly _meta?: Readonly<Record<string, unknown>> | undefined;
}

/** How a content block is meant to be used (specification, resources, annotations). */
export interface Annotations {
  /** Whom it is meant for; everybody if it is missing. */
  readonly audience?: Role[] | undefined;
  /** From 0, optional, to 1, required. */
  readonly priority?: number | undefined;
  /** ISO 8601. */
  readonly lastModified?: string | undefined;
}

export type Role = "user" | "assistant";

/** Whether a content block is meant for this role. */
export const isFor = (role: Role, { annotations }: Content): boolean =>
  !annotations?.audience?.length || annotations.audience.includes(role);

/** The contents of a resource: `text`, or `blob` in base64. */
export interface ResourceContents {
  readonly uri: string;
  readonly mimeType?: string;
  readonly text?: string;
  readonly blob?: string;
  /** Additional data of the server, bounded, such as the security policy of an MCP App; untrusted. */
  readonly _meta?: Readonly<Record<string, unknown>> | undefined;
}

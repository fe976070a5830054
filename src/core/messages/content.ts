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

/** Whom a content block is meant for (specification, resources, annotations). If it is missing: for everybody. */
interface Annotated {
  readonly annotations?: { readonly audience?: Role[] | undefined } | undefined;
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
}

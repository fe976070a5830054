/** A piece of a result or a message, as the protocol has it (content blocks); untrusted. */
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

/** Whom a piece is meant for (specification, resources, annotations); missing: for everybody. */
interface Annotated {
  readonly annotations?: { readonly audience?: Role[] | undefined } | undefined;
}

export type Role = "user" | "assistant";

/** Whether a piece is meant for somebody. */
export const isFor = (role: Role, { annotations }: Content): boolean =>
  !annotations?.audience?.length || annotations.audience.includes(role);

/** What a resource holds: `text`, or `blob` in base64. */
export interface ResourceContents {
  readonly uri: string;
  readonly mimeType?: string;
  readonly text?: string;
  readonly blob?: string;
}

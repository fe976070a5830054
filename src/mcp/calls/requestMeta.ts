import type { RequestOptions } from "../../core/connection/link";

/** Under this name a server learns which request of a door a call is part of (`X-Request-ID`). */
const requestKey = "mcp-client-hub/request";

/** What a server gets beside the arguments of a call (`_meta`); `undefined` where that is nothing. */
export const requestMeta = ({
  meta,
  request,
}: Pick<RequestOptions, "meta" | "request">): Readonly<Record<string, unknown>> | undefined =>
  request === undefined ? meta : { ...meta, [requestKey]: request };

/** The same as a part of params. */
export function metaParam(options: Pick<RequestOptions, "meta" | "request">) {
  const meta = requestMeta(options);
  return meta && { _meta: { ...meta } };
}

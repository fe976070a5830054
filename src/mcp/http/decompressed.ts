import type { Readable } from "node:stream";
import { constants, createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

/** Whatever has come is told at once: an event must not wait for the next one to fill a block. */
const atOnce = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const brotliAtOnce = { flush: constants.BROTLI_OPERATION_FLUSH, finishFlush: constants.BROTLI_OPERATION_FLUSH };

const decoders: Readonly<Record<string, () => Readable & NodeJS.WritableStream>> = {
  gzip: () => createGunzip(atOnce),
  "x-gzip": () => createGunzip(atOnce),
  deflate: () => createInflate(atOnce),
  br: () => createBrotliDecompress(brotliAtOnce),
};

/** A body without its content coding (RFC 9110, 8.4); one that is not known is left as it is. `onError` hears that the body broke. */
export function decompressed(body: Readable, coding: string | undefined, onError: (error: Error) => void): Readable {
  const decoder = coding === undefined ? undefined : decoders[coding.toLowerCase()]?.();
  if (!decoder) return body;
  body.once("error", onError);
  return body.pipe(decoder);
}

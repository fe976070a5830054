/**
 * The same response, whose body fails with `tooLarge()` where one message exceeds `limit` bytes. A message is one event of a stream
 * of events (`text/event-stream`, which as a whole may go on for days), and otherwise the body.
 */
export function limitedResponse(response: Response, limit: number, tooLarge: () => Error): Response {
  const { body, status, statusText, headers, url } = response;
  if (!body) return response;
  const sizeAfter = /^\s*text\/event-stream/i.test(headers.get("content-type") ?? "") ? eventSize() : bodySize();
  const limited = body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        if (sizeAfter(chunk) > limit) controller.error(tooLarge());
        else controller.enqueue(chunk);
      },
    }),
  );
  // What is made by hand has no address, and redirects are told by it.
  return Object.defineProperty(new Response(limited, { status, statusText, headers }), "url", { value: url });
}

/** Takes a chunk, tells the largest size that the message has reached in it, in bytes. */
type SizeAfter = (chunk: Uint8Array) => number;

function bodySize(): SizeAfter {
  let size = 0;
  return (chunk) => {
    size += chunk.length;
    return size;
  };
}

const lineFeed = 10;
const carriageReturn = 13;

/** An event ends with an empty line; lines end with LF, CR or both (HTML standard, server-sent events). */
function eventSize(): SizeAfter {
  let size = 0;
  let lineIsEmpty = true;
  let last = 0;
  return (chunk) => {
    let largest = 0;
    for (const byte of chunk) {
      size++;
      const isLineEnd = byte === carriageReturn || (byte === lineFeed && last !== carriageReturn);
      if (isLineEnd && lineIsEmpty) {
        largest = Math.max(largest, size);
        size = 0;
      }
      lineIsEmpty = isLineEnd || (byte === lineFeed && lineIsEmpty);
      last = byte;
    }
    return Math.max(largest, size);
  };
}

/** The media types of answers: plain JSON, and the same that names the version of the API. */
export type MediaType = "application/json" | "application/vnd.mcp-hub.v1+json";

const versioned: MediaType = "application/vnd.mcp-hub.v1+json";
const otherVersion = /^application\/vnd\.mcp-hub\.v\d+\+json$/;

/**
 * The media type of an answer, by the header `Accept` (RFC 9110, section 12.5.1): the one with the version where it is asked for.
 * `undefined` if only other versions are. A client that accepts nothing that is served gets JSON, so that a failure can be read.
 */
export function mediaTypeOf(accept: string | undefined): MediaType | undefined {
  if (accept === undefined || accept === "*/*" || accept === "application/json") return "application/json";
  const types = typesIn(accept);
  if (types.includes(versioned)) return versioned;
  return types.length > 0 && types.every((type) => otherVersion.test(type)) ? undefined : "application/json";
}

/** Whether a client asks for a stream of events: alone, or before JSON. */
export function wantsStream(accept: string | undefined): boolean {
  if (!accept?.includes("text/event-stream")) return false;
  return typesIn(accept).find((type) => type !== "*/*") === "text/event-stream";
}

/** The types in the order of the header, without those that are refused (`q=0`). */
const typesIn = (accept: string): readonly string[] =>
  accept
    .split(",")
    .map((part) => part.split(";").map((piece) => piece.trim().toLowerCase()))
    .filter(([, ...parameters]) => !parameters.some((one) => /^q=0(?:\.0*)?$/.test(one)))
    .flatMap(([type]) => (type === undefined || type === "" ? [] : [type]));

/** A schema of the document by its name. */
export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** The media types of JSON: plain, and with the version of the API. */
export const json = (name: string) => ({
  "application/json": { schema: ref(name) },
  "application/vnd.mcp-hub.v1+json": { schema: ref(name) },
});

export const stream = (description: string) => ({ "text/event-stream": { schema: { type: "string", description } } });

/** What an operation says that tells its progress. */
export const asStream =
  "With `Accept: text/event-stream` the answer is a stream: an event `progress` for each report of the server, then one event `result` with the same JSON.";

export const progressStream = stream("Progress, then the result or the failure.");

/** What each status of a failure means. */
const failures = {
  400: "The request is not valid.",
  401: "The token is missing, unknown, revoked or expired.",
  403: "The client, or a policy, does not allow it; or a person has to.",
  404: "There is no such address, server or tool, as far as this client may see.",
  405: "The method is not served here.",
  406: "Another version of the API was asked for.",
  408: "The body did not arrive in time.",
  409: "The key was used for another request, or a person stopped the call.",
  413: "The body is larger than the client's limit.",
  415: "The body is not a form with a file, or the file is not a document.",
  429: "Too many requests: of the client, or at the server.",
  431: "The headers are too large.",
  500: "The hub failed, or its settings have to be corrected.",
  502: "The server failed, refused, or its tool reported an error.",
  503: "The server is not there now, or the keys of signed tokens cannot be read.",
  504: "The server did not answer in time.",
} as const;

type FailureStatus = keyof typeof failures;

/** A body may come to any address, and a token in any query. */
const everywhere: readonly FailureStatus[] = [400, 401, 403, 405, 406, 408, 413, 429, 431, 500, 503];
export const ofServer: readonly FailureStatus[] = [404];
export const ofKey: readonly FailureStatus[] = [409];
export const ofCall: readonly FailureStatus[] = [...ofServer, ...ofKey, 502, 504];

export const headers = { "X-Request-ID": { description: "Names the request.", schema: { type: "string" } } };
const retryAfter = {
  "Retry-After": { description: "Seconds to wait, where that is known.", schema: { type: "integer", minimum: 1 } },
};

/** The failures of the API by their names in the document: each address refers to those that it has. */
export const failureResponses = () =>
  Object.fromEntries(
    Object.entries(failures).map(([status, description]) => [
      nameOf(status),
      { description, headers: { ...headers, ...retryAfter }, content: json("Failure") },
    ]),
  );

const nameOf = (status: string) => `Failure${status}`;

export const failing = (statuses: readonly FailureStatus[]) =>
  Object.fromEntries(
    [...new Set([...everywhere, ...statuses])].map((status) => [
      String(status),
      { $ref: `#/components/responses/${nameOf(String(status))}` },
    ]),
  );

export const good = (description: string, content: object) => ({ 200: { description, headers, content } });

export const body = (name: string) => ({ required: true, content: json(name) });

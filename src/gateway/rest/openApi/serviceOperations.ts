import type * as z from "zod";
import type { MethodEntry } from "../../../core/calls/services/serviceDoor";
import { ConversationContext, ServicePreferences } from "../calls/requestSchemas";
import { restPath } from "../restPath";
import { answerOf, requestOf, ServiceList } from "../services/methodSchemas";
import { partsOf } from "../services/serviceParts";
import { idempotencyKey, requestId, target } from "./parameters";
import { asStream, body, failing, good, json, ofCall, progressStream } from "./responses";

/** `jira.searchTickets` as `JiraSearchTickets`. */
const schemaName = (method: string): string => method.split(".").map(capitalized).join("");

const capitalized = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

/** The schemas of the methods by their names in the document; none where no services are served. */
export const serviceSchemas = (methods: readonly MethodEntry[]): Readonly<Record<string, z.ZodType>> =>
  methods.length === 0
    ? {}
    : {
        ServiceList,
        ConversationContext,
        ServicePreferences,
        ...Object.fromEntries(
          methods.flatMap((entry): [string, z.ZodType][] => [
            [`${schemaName(entry.method)}Request`, requestOf(entry)],
            [`${schemaName(entry.method)}Answer`, answerOf(entry)],
          ]),
        ),
      };

/** The addresses of the typed services. */
export const serviceOperations = (methods: readonly MethodEntry[]) =>
  methods.length === 0
    ? {}
    : {
        [`${restPath}/services`]: {
          get: {
            operationId: "listServices",
            tags: ["services"],
            summary: "The typed services, their methods, and the servers that can do each of them.",
            parameters: [requestId],
            responses: { ...good("The services.", json("ServiceList")), ...failing([]) },
          },
        },
        ...Object.fromEntries(methods.map((entry) => [pathOf(entry), { post: operationOf(entry) }])),
      };

function pathOf({ method }: MethodEntry): string {
  const { service, name } = partsOf(method);
  return `${restPath}/services/${service}/${name}`;
}

const operationOf = ({ method, about }: MethodEntry) => ({
  operationId: method.replace(/\.(.)/, (_, first: string) => first.toUpperCase()),
  tags: ["services"],
  summary: about,
  description: asStream,
  parameters: [requestId, idempotencyKey, target],
  requestBody: body(`${schemaName(method)}Request`),
  responses: {
    ...good("The server answered.", { ...json(`${schemaName(method)}Answer`), ...progressStream }),
    ...failing(ofCall),
  },
});

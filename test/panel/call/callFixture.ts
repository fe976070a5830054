import type { CallMistake, CallRun, OpenedCall, ToCallPage } from "../../../src/protocol/callPageMessages";

export const target = { kind: "tool", server: "issues", name: "create_issue" } as const;

export const entries: ToCallPage = {
  type: "entries",
  entries: [
    { ...target, label: "create_issue", about: "Creates an issue in a project" },
    { kind: "tool", server: "issues", name: "list_issues", label: "list_issues", about: "Lists issues" },
    { kind: "prompt", server: "writer", name: "praise", label: "Praise", about: "Praises a person <b>now</b>" },
    { kind: "template", server: "writer", name: "doc://{id}", label: "Document", about: "doc://{id}" },
  ],
  more: 0,
  servers: [
    { id: "issues", label: "Issues" },
    { id: "writer", label: "Writer" },
  ],
  recent: ['["prompt","writer","praise"]'],
};

/** Everything that forms are made of, in one schema. */
export const schema = {
  type: "object",
  required: ["title", "project"],
  properties: {
    title: { type: "string", minLength: 3, description: "What it is about <img src=x onerror=alert(1)>" },
    project: { type: "object", required: ["id"], properties: { id: { type: "integer" }, key: { type: "string" } } },
    priority: {
      oneOf: [
        { const: 1, title: "High" },
        { const: 2, title: "Low" },
      ],
    },
    due: { type: "string", format: "date" },
    draft: { type: "boolean", default: false },
    parent: { type: ["string", "null"], default: null },
    labels: { type: "array", items: { enum: ["bug", "idea", "question"] } },
    assignees: {
      type: "array",
      items: {
        type: "object",
        required: ["name"],
        properties: { name: { type: "string" }, share: { type: "number", minimum: 0, maximum: 1 } },
      },
    },
    where: {
      oneOf: [
        {
          type: "object",
          required: ["type", "page"],
          properties: { type: { const: "page" }, page: { type: "string" } },
        },
        {
          type: "object",
          required: ["type", "row"],
          properties: { type: { const: "table" }, row: { type: "integer" } },
        },
      ],
    },
    tree: { $ref: "#/$defs/Node" },
    fields: { type: "object", additionalProperties: { type: "string" } },
    extra: { description: "Anything at all" },
    attachment: { type: "string", contentEncoding: "base64", contentMediaType: "image/png" },
  },
  $defs: {
    Node: {
      type: "object",
      required: ["name"],
      properties: { name: { type: "string" }, inner: { type: "array", items: { $ref: "#/$defs/Node" } } },
    },
  },
};

export const opened = (more: Partial<OpenedCall> = {}): OpenedCall => ({
  target,
  title: "create_issue",
  description: "Creates an issue in a project.",
  hints: ["says it may delete or overwrite"],
  schema: JSON.stringify(schema),
  completes: false,
  history: [],
  saved: [],
  canSave: true,
  ...more,
});

export const missingTitle: CallMistake = { path: ["title"], text: '"title" is missing', isMissing: true };

export const run = (more: Partial<CallRun> = {}): ToCallPage => ({
  type: "run",
  run: { id: "run-1", target, state: "running", startedAt: Date.now(), ...more },
});

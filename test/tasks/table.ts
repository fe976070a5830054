import type { Outcome } from "./runTasks";

/** The part of the tasks that must be completed, and of the valid requests of each tool that must succeed. */
export const least = { completed: 0.95, succeeded: 0.98 };

const percent = (part: number): string => `${Math.floor(part * 1000) / 10} %`;

export const completedPart = (outcomes: readonly Outcome[]): number =>
  outcomes.filter(({ problem }) => problem === undefined).length / Math.max(1, outcomes.length);

interface ToolFigures {
  readonly tool: string;
  readonly valid: number;
  readonly succeeded: number;
}

/** How many valid requests each tool got, and how many of them succeeded. */
export function toolFigures(outcomes: readonly Outcome[]): readonly ToolFigures[] {
  const all = outcomes.flatMap(({ tools }) => tools);
  return [...new Set(all.map(({ tool }) => tool))].toSorted().map((tool) => {
    const valid = all.filter((one) => one.tool === tool);
    return { tool, valid: valid.length, succeeded: valid.filter(({ isOk }) => isOk).length };
  });
}

/** The page docs/tasks.md. */
export function page(outcomes: readonly Outcome[]): string {
  const done = outcomes.filter(({ problem }) => problem === undefined).length;
  const tools = toolFigures(outcomes);
  const valid = tools.reduce((sum, one) => sum + one.valid, 0);
  const succeeded = tools.reduce((sum, one) => sum + one.succeeded, 0);
  const rows = outcomes.map(({ task, door, problem, after, requests, steps }) =>
    row(task, door, problem === undefined ? "yes" : "no", after === undefined ? "" : `\`${after}\``, requests, steps),
  );
  return `# Tasks of language models

Whether a model gets something done with the hub, through the chat participant @mcp and through the [REST API](api.md). \`npm run tasks -- --write\` runs these tasks and writes this page; \`npm test -- tasks\` runs them, too.

A scripted model does the work. It knows what a person wants but no tool names. It chooses among the tools that it is shown and fills in their schemas. After a failure it does what [the table for agents](for-agents.md#after-each-failure) says about that failure. This does not measure a real model. It shows that what the hub says is enough to go on.

The hub, its gateway and its servers are real, and each server is a process of its own: the sample server Documents, and servers that list the recorded tools of others and answer in their forms. Some of them break off, fall silent, or answer nonsense where the task says so. Whether a task is completed is seen on the servers: the ticket is there, the message was posted, and posted once.

${done} of ${outcomes.length} are completed (${percent(completedPart(outcomes))}), and ${succeeded} of ${valid} valid requests succeeded. A request is valid unless it meets the failure that its task is about. The last two columns are the calls that the model made, and how often it was asked.

| Task | Door | Completed | After | Requests | Steps |
|---|---|---|---|---|---|
${rows.join("\n")}

Two failures are met at neither door, since neither follows resources or tasks of its own: \`too-many-subscriptions\` and \`unknown-task\`. \`result-expired\` and \`unknown-resource\` are met only in the chat, which alone reads on in results and reads resources.

## Requests by tool

| Tool | Valid requests | Succeeded |
|---|---|---|
${tools.map((one) => row(`\`${one.tool}\``, one.valid, percent(one.succeeded / one.valid))).join("\n")}
`;
}

const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;

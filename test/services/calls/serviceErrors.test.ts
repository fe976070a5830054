import assert from "node:assert/strict";
import { badInput, reported, toolName, unreadable, unsupported } from "../../../src/services/calls/serviceErrors";
import type { Choice, Offer } from "../../../src/services/rows/choices";
import type { Row } from "../../../src/services/rows/row";
import { aTool } from "../../support/fakeLink";

const row: Row = { kind: "figma", method: "figma.getFile", tools: ["search"], args: {}, read: () => undefined };
const choice: Choice = { row, tool: aTool("search"), prefix: "", isOlder: false };
const result = { content: [], isError: true };
const offer = (...names: string[]): Offer => ({
  tools: names.map((name) => aTool(name)),
  resources: [],
  resourceTemplates: [],
});
const numbered = (count: number) => Array.from({ length: count }, (_, at) => `t${at + 1}`);

describe("the errors of services", () => {
  it("name what a server offers where it cannot do something", () => {
    const { code, message } = unsupported("jira", "listPages", offer("a", "b"));
    assert.equal(code, "unsupported");
    assert.match(message, /^jira cannot do "listPages": .* It offers a, b\. If one of them can/);
    assert.match(unsupported("jira", "x", offer()).message, /It offers no tools\./);
  });

  it("name thirty tools at most, each with eighty characters at most", () => {
    assert.match(unsupported("jira", "x", offer(...numbered(30))).message, /, t30\. If/);
    assert.match(unsupported("jira", "x", offer(...numbered(31))).message, /, t30, …\. If/);
    assert.match(unsupported("jira", "x", offer("n".repeat(100))).message, /offers n{80}(?!n)/);
  });

  it("say what was wrong with the arguments", () => {
    const { code, message } = badInput("searchIssues", "query is missing");
    assert.deepEqual([code, message], ["bad-arguments", '"searchIssues" was not called: query is missing.']);
  });

  it("say what a server reported, or that it gave no reason, and keep its result", () => {
    const error = reported("jira", choice, "No such project", result);
    assert.deepEqual(
      [error.code, error.message],
      ["server-error", '"search" on jira reported an error: No such project'],
    );
    assert.deepEqual(error.cause, { row: "figma: figma.getFile", result });
    assert.match(reported("jira", choice, " ", result).message, /reported an error: it gave no reason$/);
    assert.match(reported("jira", choice, "x".repeat(400), result).message, /: x{300}(?!x)/);
    assert.equal(reported("jira", choice, "HTTP 429", result).code, "rate-limited");
  });

  it("show the beginning of an answer that a row cannot read", () => {
    const error = unreadable("jira", choice, "no list", "y".repeat(400), result);
    assert.equal(error.code, "unreadable-result");
    assert.match(
      error.message,
      /^"search" on jira .* row "figma: figma\.getFile" cannot read \(no list\)\. .*: y{300}(?!y)/,
    );
    assert.deepEqual(error.cause, { row: "figma: figma.getFile", result });
  });

  it("name the resource of a row that calls no tool", () => {
    const { tool: _, ...without } = choice;
    assert.equal(toolName({ ...without, row: { ...row, resource: "jira://issues" } }), "jira://issues");
    assert.equal(toolName(without), "");
  });
});

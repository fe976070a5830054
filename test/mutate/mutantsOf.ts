import { parse } from "@babel/parser";

/** One small change to one source. */
export interface Mutant {
  /** Relative to the repository, with forward slashes. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly kind: string;
  /** The part of the source that is replaced: offsets of its first character and of the one after its last. */
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
}

/** A node of Babel's tree, as far as a walk over all of them needs it. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly loc: { readonly start: { readonly line: number } };
  readonly [key: string]: unknown;
}

/** Where a node stands: its parent, and under which key. */
interface Position {
  readonly parent: Node;
  readonly key: string;
}

const comparisons: Readonly<Record<string, readonly string[]>> = {
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "===": ["!=="],
  "!==": ["==="],
};
const arithmetic: Readonly<Record<string, string>> = { "+": "-", "-": "+", "*": "/", "/": "*", "%": "*" };
const methods: Readonly<Record<string, string>> = {
  min: "max",
  max: "min",
  some: "every",
  every: "some",
  startsWith: "endsWith",
  endsWith: "startsWith",
};

/** Attributes that only style an element or that a framework reads: no test can fairly be asked to notice them. */
const looks = new Set(["class", "key", "style", "type", "title", "placeholder"]);
/** Calls whose text is for a log. */
const logging = /(^|\.)(log|logger|console|report|warn)\b/i;

/** Every mutant of a source, in the order of the source. Types, messages, logs and fallbacks of `??` are left as they are. */
export function mutantsOf(file: string, source: string): Mutant[] {
  const { program } = parse(source, {
    sourceType: "module",
    plugins: file.endsWith(".tsx") ? ["typescript", "jsx"] : ["typescript"],
  });
  const mutants: Mutant[] = [];
  const text = (node: Node) => source.slice(node.start, node.end);

  const visit = (node: Node, position: Position): void => {
    if (isUnfair(node, position, text)) return;
    const add: Tools["add"] = (kind, after, { start, end } = node) => {
      const before = source.slice(start, end);
      mutants.push({ file, line: node.loc.start.line, kind, start, end, before, after });
    };
    mutate(node, position, { add, text, source });
    for (const [key, value] of Object.entries(node)) {
      for (const child of Array.isArray(value) ? value : [value])
        if (isNode(child)) visit(child, { parent: node, key });
    }
  };
  const root = program as unknown as Node; // Babel's own types have no common node that can be walked
  visit(root, { parent: root, key: "" });
  return mutants.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** The source with the mutant in it. */
export const mutated = (source: string, { start, end, after }: Mutant): string =>
  source.slice(0, start) + after + source.slice(end);

interface Tools {
  readonly add: (kind: string, after: string, range?: { start: number; end: number }) => void;
  readonly text: (node: Node) => string;
  readonly source: string;
}

/** Adds the mutants of one node; its children have their own. */
function mutate(node: Node, { parent, key }: Position, { add, text, source }: Tools): void {
  /** The node with the operator between its two operands replaced. */
  const withOperator = (operator: string): string | undefined => {
    const [left, right] = [node.left as Node, node.right as Node];
    const between = source.slice(left.end, right.start);
    if (/\/[/*]/.test(between)) return undefined; // a comment may hold the operator too
    const replaced = between.replace(String(node.operator), () => operator);
    return source.slice(node.start, left.end) + replaced + source.slice(right.start, node.end);
  };
  const change = (kind: string, operator: string) => {
    const after = withOperator(operator);
    if (after !== undefined) add(kind, after);
  };

  switch (node.type) {
    case "BinaryExpression": {
      const operator = String(node.operator);
      for (const other of comparisons[operator] ?? []) change("comparison", other);
      const counterpart = arithmetic[operator];
      if (counterpart && !(operator === "+" && joinsText(node))) change("arithmetic", counterpart);
      return;
    }
    case "LogicalExpression":
      if (node.operator !== "??") change("logic", node.operator === "&&" ? "||" : "&&");
      return;
    case "AssignmentExpression":
      if (node.operator === "+=" && !joinsText(node)) change("arithmetic", "-=");
      if (node.operator === "-=") change("arithmetic", "+=");
      return;
    case "UpdateExpression":
      add("arithmetic", text(node).replace(String(node.operator), node.operator === "++" ? "--" : "++"));
      return;
    case "UnaryExpression": {
      const argument = node.argument as Node;
      const isDouble = isNegation(argument) || isNegation(parent); // `!!x`: half of it changes only the type
      if (node.operator === "!" && !isDouble) add("dropped negation", `(${text(argument)})`);
      return;
    }
    case "IfStatement":
      // Not the bare words: behind them the compiler sees code that nothing reaches, and no longer knows its types.
      for (const value of ["Boolean(true)", "Boolean(false)"]) add("condition", value, node.test as Node);
      return;
    case "WhileStatement":
    case "ForStatement":
      if (isNode(node.test)) add("condition", "false", node.test);
      return;
    case "ConditionalExpression": {
      const [yes, no] = [node.consequent as Node, node.alternate as Node];
      const after = `${source.slice(node.start, yes.start)}${text(no)}${source.slice(yes.end, no.start)}${text(yes)}`;
      add("swapped branches", `${after}${source.slice(no.end, node.end)}`);
      return;
    }
    case "ExpressionStatement":
      if (hasEffect(node.expression as Node) && !isLogging(node.expression as Node, text))
        add("removed statement", "{}");
      return;
    case "ArrowFunctionExpression": {
      const body = node.body as Node;
      if (hasEffect(body) && body.type !== "AwaitExpression" && !isLogging(body, text))
        add("removed call", "undefined", body);
      return;
    }
    case "ThrowStatement":
    case "ContinueStatement":
      add("removed exit", "{}");
      return;
    case "ReturnStatement":
      if (!node.argument) add("removed exit", "{}");
      return;
    case "AwaitExpression":
      add("dropped await", `(${text(node.argument as Node)})`);
      return;
    case "BooleanLiteral":
      add("constant", node.value ? "false" : "true");
      return;
    case "NumericLiteral":
      for (const value of near(Number(node.value))) add("constant", String(value));
      return;
    case "StringLiteral":
      // A text with blanks is a sentence for a person, and the name of a property is checked by the compiler.
      if (/^\S+$/.test(String(node.value)) && !(key === "key" && !parent.computed))
        add("constant", `${text(node).slice(0, -1)}~${text(node).slice(-1)}`);
      return;
    case "CallExpression": {
      const { property } = node.callee as { property?: Node };
      const counterpart = property && Object.hasOwn(methods, text(property)) ? methods[text(property)] : undefined;
      if (property && counterpart) add("counterpart", counterpart, property);
      return;
    }
  }
}

/** Whether nothing in this node can be changed fairly. */
function isUnfair(node: Node, { parent, key }: Position, text: Tools["text"]): boolean {
  const isTypeOnly = node.type.startsWith("TS") && !/^TS(As|Satisfies|NonNull)/.test(node.type);
  if (isTypeOnly || node.type.startsWith("Import") || node.declare) return true;
  if (key === "source" || key === "directives") return true;
  if (node.type === "JSXAttribute") return looks.has(text(node.name as Node));
  if (node.type === "JSXText" || node.type === "TemplateElement") return true;
  // The id of a text is for translators, and the text for people.
  if (key === "arguments" && isNode(parent.callee) && text(parent.callee) === "message")
    return node.type === "StringLiteral";
  if (parent.type === "LogicalExpression" && parent.operator === "??" && key === "right") return isLiteral(node);
  return isLogging(node, text);
}

const isLogging = ({ callee }: Node, text: Tools["text"]): boolean => isNode(callee) && logging.test(text(callee));

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && "start" in value && "loc" in value;

const isNegation = ({ type, operator }: Node): boolean => type === "UnaryExpression" && operator === "!";

const isLiteral = ({ type, argument }: Node): boolean =>
  type.endsWith("Literal") || (type === "UnaryExpression" && isNode(argument) && isLiteral(argument));

/** Whether `+` joins texts here: the parts tell it where they are texts themselves. */
function joinsText({ left, right }: Node): boolean {
  const isText = (part: unknown): boolean =>
    isNode(part) &&
    (/^(String|Template)Literal$/.test(part.type) || (part.type === "BinaryExpression" && joinsText(part)));
  return isText(left) || isText(right);
}

/** Whether an expression is there for what it does: without the call, the wait or the assignment it would do nothing. */
function hasEffect({ type, argument, callee, operator }: Node): boolean {
  if (type === "AwaitExpression" || (type === "UnaryExpression" && operator === "void"))
    return isNode(argument) && hasEffect(argument);
  if (isNode(callee) && callee.type === "Super") return false;
  return /^((Optional)?Call|Assignment|Update)Expression$/.test(type);
}

/** A bound is off by one; a large number, such as a time limit, has to differ by more to be seen. */
const near = (value: number): number[] => (Math.abs(value) >= 100 ? [value * 2] : [value + 1, value - 1]);

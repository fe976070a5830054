import { dereference, type Schema, type ValidationResult, validate } from "@cfworker/json-schema";
import { WorkBudget, type WorkLimits } from "../kernel/untrusted/workBudget";
import type { JsonSchema } from "./catalog";
import { judgedSchema } from "./judgedSchema";
import type { Dialect } from "./schemaKeywords";

/**
 * A check of one value may take this much. A schema of 3 kB whose references double 60 times would otherwise stop the process for years; what would
 * take longer is left to the server, whose schema it is.
 */
const limits: WorkLimits = { steps: 4000, ms: 50 };

/** Reading a schema may take this much: the validator visits what is inside nested `$id`s twice as often at each level. */
const readingLimits: WorkLimits = { steps: 8000, ms: 50 };

/** The most comparisons that `uniqueItems` may need: it compares each item with each other one. */
const comparisonsLimit = 100_000;

/**
 * A schema with which values are checked within a budget. The validator has no limit of its own, but it reads `format` from each schema
 * that it applies, and `__absolute_uri__` from each that it registers. No judged schema has either, so they are found on the prototype
 * that all parts of the schema share here, which counts.
 */
export class BoundedValidator {
  private budget = new WorkBudget(readingLimits);
  /** The most names in one object of the value that is checked: the validator lists them at each step. */
  private widest = 0;
  private readonly schema: Schema;
  private readonly lookup: Record<string, Schema | boolean>;
  private readonly comparesItems: boolean;

  /** @throws {Error} if the schema cannot be used, or it takes too much work to read it */
  constructor(
    schema: JsonSchema,
    private readonly dialect: Dialect,
  ) {
    const spend = (part: JsonSchema) => this.budget.spend(stepsOf(part, this.widest));
    const counted: object = Object.create(null, {
      format: {
        get(this: JsonSchema) {
          spend(this);
        },
      },
      __absolute_uri__: {
        get(this: JsonSchema) {
          spend(this);
          return "";
        },
      },
    });
    let comparesItems = false;
    this.schema = judgedSchema(schema, dialect, (part) => {
      this.budget.spend();
      comparesItems ||= part.uniqueItems === true;
      return Object.setPrototypeOf(part, counted);
    });
    this.comparesItems = comparesItems;
    this.lookup = dereference(this.schema);
  }

  /** @throws {Error} if it takes too much work, or a reference leads nowhere */
  validate(value: unknown): ValidationResult {
    this.budget = new WorkBudget(limits);
    const { widest, longest, values } = sizeOf(value);
    this.widest = widest;
    if (this.comparesItems && longest * values > comparisonsLimit) this.budget.spend(Number.POSITIVE_INFINITY);
    return validate(value, this.schema, this.dialect, this.lookup, false);
  }
}

/** Names and values that take as long to compare as one step. */
const comparedPerStep = 100;

/** What it takes to apply one schema to a value, in steps. */
function stepsOf({ enum: values, required, properties }: JsonSchema, widest: number): number {
  const own = [values, required].reduce<number>((sum, list) => sum + (Array.isArray(list) ? list.length : 0), widest);
  const names = typeof properties === "object" && properties !== null ? Object.keys(properties).length : 0;
  return 1 + (own + names) / comparedPerStep;
}

/** The most names in an object, the most items in a list, and all values together. */
function sizeOf(value: unknown): { readonly widest: number; readonly longest: number; readonly values: number } {
  let [widest, longest, values] = [0, 0, 0];
  const count = (one: unknown): void => {
    values++;
    if (typeof one !== "object" || one === null) return;
    const inner: readonly unknown[] = Array.isArray(one) ? one : Object.values(one);
    if (Array.isArray(one)) longest = Math.max(longest, inner.length);
    else widest = Math.max(widest, inner.length);
    for (const each of inner) count(each);
  };
  count(value);
  return { widest, longest, values };
}

import * as z from "zod";

const count = z.number().min(0);

/** A histogram in one text: `bucket:count` with a space between, the numbers to base 36. */
const counts = z.string().regex(/^$|^[0-9a-z]{1,4}:[0-9a-z]{1,11}( [0-9a-z]{1,4}:[0-9a-z]{1,11})*$/);

/** Sum, number, and largest of some samples. */
const samples = z.tuple([count, count, count]);

/** The figures of one hour or day as they are stored, with short names: a month of them is kept. */
export const StoredPeriod = z.object({
  /** Its start, in milliseconds since the epoch. */
  from: count,
  ranMs: count,
  /** Calls by how they ended: answered, error of the tool, 4xx, 5xx, given up. */
  calls: z.tuple([count, count, count, count, count]),
  peak: count,
  ms: counts,
  hubMs: counts,
  cpu: samples,
  memory: samples,
  /** By name: connections that succeeded and that failed, milliseconds up and down, and the samples of its recoveries in milliseconds. */
  servers: z.record(z.string(), z.tuple([count, count, count, count, count, count, count])),
});
export type StoredPeriod = z.infer<typeof StoredPeriod>;

/** What one process stores. */
export const StoredLog = z.object({
  owner: z.string(),
  /** When it was written last, in milliseconds since the epoch. */
  at: count,
  hours: z.array(StoredPeriod),
  days: z.array(StoredPeriod),
});
export type StoredLog = z.infer<typeof StoredLog>;

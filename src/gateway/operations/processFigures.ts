import { totalmem } from "node:os";
import type { ProcessFigures } from "../../core/operations/processFigures";

const startedAt = Date.now() - performance.now();

/** A container's limit may be a number without a meaning: larger than the machine. */
const memoryLimit = (): number => {
  const constrained = process.constrainedMemory?.() ?? 0;
  return constrained > 0 && constrained < totalmem() ? constrained : totalmem();
};

/** The figures of this process, from the operating system. */
export function processFigures(): ProcessFigures {
  const { user, system } = process.cpuUsage();
  return {
    startedAt,
    cpuSeconds: (user + system) / 1e6,
    memoryBytes: process.memoryUsage.rss(),
    memoryLimitBytes: memoryLimit(),
  };
}

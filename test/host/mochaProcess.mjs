// The plain Node process that runs the tests of one job. It must end by itself: a test that leaves something open fails.
import { writeFileSync } from "node:fs";
import { readPlan, runMocha } from "./mochaRun.mjs";
import { processorSeconds } from "./processes.mjs";

const lingerMs = 10_000;

const plan = await readPlan();
const result = await runMocha(plan, console.log);
result.processorSeconds = await processorSeconds();
const save = () => writeFileSync(plan.resultFile, JSON.stringify(result));
save();
process.exitCode = result.failures.length ? 1 : 0;

setTimeout(() => {
  const open = process.getActiveResourcesInfo().join(", ");
  const error = `10 s after the last test these still keep the process alive: ${open}.`;
  console.log(error);
  result.strays = [{ title: "the tests leave nothing open", error }];
  save();
  process.exit(1);
}, lingerMs).unref();

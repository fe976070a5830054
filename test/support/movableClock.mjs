// Loaded before a server (`node --import`): its clock moves forward by as many seconds as a line on its standard input says.
import { createInterface } from "node:readline";

const { now } = Date;
let aheadMs = 0;
Date.now = () => now() + aheadMs;

createInterface(process.stdin).on("line", (line) => {
  aheadMs += Number(line) * 1000;
  process.stdout.write("clock moved\n");
});

import { findingText, fuzz } from "./fuzz";
import { targets } from "./targets";

const [seconds = "5", seed = String(Date.now() % 1_000_000), ...name] = process.argv.slice(2);
const chosen = targets.filter((target) => target.name.includes(name.join(" ")));

console.log(`${chosen.length} parsers, ${seconds} s each, seed ${seed}`);
for (const target of chosen) {
  const finding = fuzz(target, {
    seed: Number(seed),
    runs: Number.POSITIVE_INFINITY,
    seconds: Number(seconds),
  });
  console.log(finding ? `✖ ${findingText(finding)}` : `✔ ${target.name}`);
  if (finding) process.exitCode = 1;
}

// The long form, in a process of its own: npm run chaos [-- --seed=7 --seconds=180 --servers=20 --callers=64]. Ends with 1 where something
// is not as it must be.
import { chaos } from "./chaos";
import { faultsOf, printed } from "./verdict";

const given = (name: string, otherwise: number): number => {
  const text = process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  const number = text === undefined ? otherwise : Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`--${name} takes a whole number from 1 up.`);
  return number;
};

async function main(): Promise<void> {
  const [seed, seconds] = [given("seed", 20_261_121), given("seconds", 180)];
  const [servers, callers] = [given("servers", 20), given("callers", 64)];
  console.log(`${servers} servers, ${callers} callers, ${seconds} s of faults, seed ${seed} …`);
  const figures = await chaos({ seed, servers, callers, durationMs: seconds * 1000 });
  console.log(printed(figures, seconds));
  const found = faultsOf(figures);
  console.log(found.length === 0 ? "All is well." : `Not as it must be: ${found.join("; ")}.`);
  process.exit(found.length === 0 ? 0 : 1);
}

void main();

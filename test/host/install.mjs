// Installs the project's dependencies, unless that was done: the first step of .ci/run.
import { installDependencies } from "./setUp.mjs";

await installDependencies();

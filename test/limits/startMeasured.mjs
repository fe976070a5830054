// Starts the measured process from another program, so that the headless hub in it does not take itself for the command line.
import { pathToFileURL } from "node:url";

await import(pathToFileURL("out/test/limits/measured.js").href);

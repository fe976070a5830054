import { oldestVariable } from "../host/embeddedEditor.mjs";

/** Whether the windows of this run are those of the oldest VS Code that package.json allows (`npm run oldest`). */
export const isOldestEditor = process.env[oldestVariable] === "1";

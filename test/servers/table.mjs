import { writeFile } from "node:fs/promises";

/** @typedef {import("./tryServer.mjs").Row} Row */

const text = (/** @type {readonly Row[]} */ rows) => `# Servers of other makers

\`npm run servers\` installs each of these packages from npm into a folder of its own, starts it without an account, and compares the hub with the SDK's own client over the same pipe: names, schemas, descriptions and hints of the tools, and the result of one call (of the first tool that needs no argument). Afterwards it looks for processes that are left. \`npm test -- others\` is the short form, with fewer servers and known results.

Written by that script: ${rows.filter(({ state }) => state === "ready").length} of ${rows.length} servers connect without an account and list ${rows.reduce((sum, { tools }) => sum + tools, 0)} tools; ${rows.filter(({ state }) => state === "refused").length} refuse to start, with the reason in the last column; ${rows.filter(({ isGood }) => isGood).length} are as with the SDK's own client, with nothing left running.

| Server | State | Tools | Compared | Call | Processes | What a person sees |
|---|---|---|---|---|---|---|
${rows.map(row).join("\n")}
`;

const row = (/** @type {Row} */ { name, state, tools, same, called, left, words }) =>
  `| ${[name, state, String(tools), same, called, left, words].map(cell).join(" | ")} |`;

const cell = (/** @type {string} */ value) => value.replaceAll("|", "\\|").replaceAll("<", "&lt;");

/** @param {readonly Row[]} rows */
export const writeTable = (rows) => writeFile("docs/servers.md", text(rows));

// npm run l10n [-- --fix]: lists what is missing or wrong in each translation, and ends with 1 if there is something.
//
//   --fix   sorts each translation by id, takes out what is no longer there, and adds what is missing in English, marked
//           "TRANSLATE ", which still counts as missing: write the translation in its place
//
// Run `npm run manifest` before it after a change of a setting or a command. docs/translation.md says how to translate.
import { argv } from "node:process";
import { bundlesOf, completed, defects, languages, readTexts, writeTexts } from "./bundles.mjs";

let found = 0;
for (const { path, english } of languages().flatMap(bundlesOf)) {
  if (argv.includes("--fix")) writeTexts(path, completed(english, readTexts(path)));
  const list = defects(english, readTexts(path));
  found += list.length;
  console.log(`${path}: ${list.length === 0 ? "complete" : `${list.length} to mend`}`);
  for (const defect of list) console.log(`  ${defect}`);
}
process.exitCode = found === 0 ? 0 : 1;

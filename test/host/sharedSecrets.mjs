// A desktop VS Code shares one secret storage between its windows, and tells each of them of a change. The workbench for
// browsers reads its storage once, and writes back all that it knows: two windows lose each other's secrets. This gives
// the pages of one browser the desktop's behavior: a server that all of them ask keeps the secrets, and all windows hear
// of a change. The browser's own storage cannot keep them: each process of it has a copy that lags behind the others.
import { text } from "node:stream/consumers";

const path = "/shared-secrets";

/** Asks for one secret; with `value`, stores it, and with `value: null`, deletes it. */
const ask = (/** @type {string} */ body) =>
  `await(await fetch("${path}",{method:"POST",body:JSON.stringify(${body})})).json()`;

/**
 * What the embedded editor's workbench has, how often, and what stands there instead. Its names differ from version to version.
 *
 * @type {readonly (readonly [before: RegExp, times: number, after: (...parts: string[]) => string])[]}
 */
const changes = [
  [
    /async get\((\w)\)\{return\(await this\.\w+\)\[\1\]\}/g,
    1,
    (_, key) => `async get(${key}){return(${ask(`{key:${key}}`)}).value}`,
  ],
  [
    /async set\((\w),(\w)\)\{(?:let|const) (\w)=await this\.(\w+);\3\[\1\]=\2,this\.\4=Promise\.resolve\(\3\),this\.\w+\(\)\}/g,
    1,
    (_, key, value) => `async set(${key},${value}){${ask(`{key:${key},value:${value}}`)}}`,
  ],
  [
    /async delete\((\w)\)\{(?:let|const) (\w)=await this\.(\w+);delete \2\[\1\],this\.\3=Promise\.resolve\(\2\),this\.\w+\(\)\}/g,
    1,
    (_, key) => `async delete(${key}){${ask(`{key:${key},value:null}`)}}`,
  ],
  [
    /async keys\(\)\{(?:let|const) (\w)=await this\.\w+;return Object\.keys\(\1\)\|\|\[\]\}/g,
    1,
    () => `async keys(){return(${ask("{}")}).keys}`,
  ],
  [
    /(await this\.\w+\.(?:set\(\w,\w\)|delete\(\w\))),(this\.\w+)\.fire\((\w)\)\}\):super/g,
    2,
    (_, store, emitter, key) => `${store},${emitter}.fire(${key}),this._windows.postMessage(${key})}):super`,
  ],
  [
    /(\w)\.options\?\.secretStorageProvider&&\(this\.\w+=\1\.options\.secretStorageProvider,(?=.{0,600}?,(this\.\w+)\.fire\(\w\))/g,
    1,
    (found, _, emitter) =>
      `${found}(this._windows=new BroadcastChannel("secrets")).onmessage=m=>${emitter}.fire(m.data),`,
  ],
];

/**
 * @typedef {object} SharedSecrets
 * @property {string} path where the changed script asks
 * @property {(script: string) => string} changeScript gives the workbench's script a secret storage that its windows share
 * @property {import("node:http").RequestListener} answer
 */

/** @returns {SharedSecrets} */
export function sharedSecrets() {
  /** @type {Map<string, string>} */
  const secrets = new Map();
  return {
    path,
    changeScript: (script) =>
      changes.reduce((text, [before, times, after]) => {
        if (text.match(before)?.length !== times)
          throw new Error(`The workbench's script has another secret storage than expected: ${before}`);
        return text.replace(before, after);
      }, script),
    answer: (request, response) => {
      const take = (/** @type {string} */ asked) => {
        const { key = "", value } = JSON.parse(asked);
        if (value === null) secrets.delete(key);
        else if (value !== undefined) secrets.set(key, value);
        response.end(JSON.stringify({ value: secrets.get(key), keys: [...secrets.keys()] }));
      };
      // A page that is loaded again may break off what it was asking: then nobody waits for the answer.
      text(request).then(take, () => response.destroy());
    },
  };
}

// A desktop VS Code shares one secret storage between its windows, and tells each of them of a change. The workbench for
// browsers reads its storage once, and writes back all that it knows: two windows lose each other's secrets. This gives
// the pages of one browser the desktop's behavior: a server that all of them ask keeps the secrets, and all windows hear
// of a change. The browser's own storage cannot keep them: each process of it has a copy that lags behind the others.
import { text } from "node:stream/consumers";

const path = "/shared-secrets";

/** Asks for one secret; with `value`, stores it, and with `value: null`, deletes it. */
const ask = (/** @type {string} */ body) =>
  `await(await fetch("${path}",{method:"POST",body:JSON.stringify(${body})})).json()`;

/** What the embedded editor's workbench has, and what stands there instead. */
const changes = [
  ["async get(o){return(await this.secretsPromise)[o]}", `async get(o){return(${ask("{key:o}")}).value}`],
  [
    "async set(o,e){let t=await this.secretsPromise;t[o]=e,this.secretsPromise=Promise.resolve(t),this.save()}",
    `async set(o,e){${ask("{key:o,value:e}")}}`,
  ],
  [
    "async delete(o){let e=await this.secretsPromise;delete e[o],this.secretsPromise=Promise.resolve(e),this.save()}",
    `async delete(o){${ask("{key:o,value:null}")}}`,
  ],
  [
    "async keys(){let o=await this.secretsPromise;return Object.keys(o)||[]}",
    `async keys(){return(${ask("{}")}).keys}`,
  ],
  [
    "this._secretStorageProvider=t.options.secretStorageProvider,this._embedderSequencer=new",
    '(this._windows=new BroadcastChannel("secrets")).onmessage=m=>this.onDidChangeSecretEmitter.fire(m.data),' +
      "this._secretStorageProvider=t.options.secretStorageProvider,this._embedderSequencer=new",
  ],
  ...["set(o,e)", "delete(o)"].map((call) => [
    `await this._secretStorageProvider.${call},this.onDidChangeSecretEmitter.fire(o)`,
    `await this._secretStorageProvider.${call},this.onDidChangeSecretEmitter.fire(o),this._windows.postMessage(o)`,
  ]),
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
      changes.reduce((text, [before = "", after = ""]) => {
        const parts = text.split(before);
        if (parts.length !== 2)
          throw new Error(`The workbench's script has another secret storage than expected: ${before}`);
        return parts.join(after);
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

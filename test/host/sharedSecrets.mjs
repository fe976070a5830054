// A desktop VS Code shares one secret storage between its windows, and tells each of them of a change. The workbench for
// browsers reads its storage once, and writes back all that it knows: two windows lose each other's secrets. This gives
// the pages of one browser the desktop's behavior: secrets are read and written one at a time, and all windows hear of it.

const lock = (/** @type {string} */ work) => `await navigator.locks.request("secrets",async()=>{${work}})`;

/** What the embedded editor's workbench has, and what stands there instead. */
const changes = [
  ["async get(o){return(await this.secretsPromise)[o]}", "async get(o){return(await this.load())[o]}"],
  [
    "async set(o,e){let t=await this.secretsPromise;t[o]=e,this.secretsPromise=Promise.resolve(t),this.save()}",
    `async set(o,e){${lock("let t=await this.load();t[o]=e;this.secretsPromise=Promise.resolve(t);await this.save()")}}`,
  ],
  [
    "async delete(o){let e=await this.secretsPromise;delete e[o],this.secretsPromise=Promise.resolve(e),this.save()}",
    `async delete(o){${lock("let e=await this.load();delete e[o];this.secretsPromise=Promise.resolve(e);await this.save()")}}`,
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
 * The workbench's script with a secret storage that its windows share.
 *
 * @param {string} script
 * @returns {string}
 */
export function shareSecrets(script) {
  return changes.reduce((text, [before = "", after = ""]) => {
    const parts = text.split(before);
    if (parts.length !== 2)
      throw new Error(`The workbench's script has another secret storage than expected: ${before}`);
    return parts.join(after);
  }, script);
}

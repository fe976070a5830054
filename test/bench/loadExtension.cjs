// Loads the extension's bundle in a bare process, with a stand-in for the editor's API, and prints the milliseconds that took:
// node loadExtension.cjs BUNDLE [FOLDER OF THE COMPILE CACHE]
const module_ = require("node:module");
const [, , bundle = "", cache] = process.argv;

/** Anything may be read, called, constructed and extended. @type {any} */
const anything = new Proxy(class {}, {
  get: (target, name) => (name === "prototype" ? target.prototype : name === Symbol.toPrimitive ? () => "" : anything),
  apply: () => anything,
  construct: () => ({}),
});

/** The bundle copies what the module has itself and inherits the rest, so all of it is inherited. */
const editor = Object.create(new Proxy({}, { get: () => anything }));

const load = Reflect.get(module_, "_load");
Reflect.set(module_, "_load", (/** @type {string} */ request, /** @type {unknown[]} */ ...rest) =>
  request === "vscode" ? editor : load.call(module_, request, ...rest),
);

/** Since Node 22, which this repository's types do not reach. @param {string} name @param {unknown[]} args */
const cacheBy = (name, ...args) => Reflect.get(module_, name)?.apply(module_, args);

if (cache) cacheBy("enableCompileCache", cache);
const began = performance.now();
require(bundle);
process.stdout.write(String(performance.now() - began));
if (cache) cacheBy("flushCompileCache");

// Builds everything that runs: the extension, the panel's page, the sample servers, the headless hub. Switches:
// --production (minified), --watch, --manifest (writes package.json's `contributes`, package.nls.json and docs/operations, and builds nothing else).
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { argv, cwd } from "node:process";
import { pathToFileURL } from "node:url";
import * as esbuild from "esbuild";

const production = argv.includes("--production");
const watch = argv.includes("--watch");

/**
 * zod carries its error messages in sixty languages; the hub writes its own sentences, so only English is kept.
 * @type {esbuild.Plugin}
 */
const zodEnglishOnly = {
  name: "zod-english-only",
  setup(build) {
    build.onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.(c?js|mjs)$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const esm = /export /.test(source);
      const english = path.endsWith(".cjs") ? "./en.cjs" : "./en.js";
      return {
        contents: esm
          ? `export { default as en } from "${english}";`
          : `exports.en = require("${english}").default ?? require("${english}");`,
      };
    });
  },
};

/**
 * The SDK carries Ajv for Node, a fifth of the bundle; the hub gives it the other validator, so only that one is kept.
 * @type {esbuild.Plugin}
 */
const sdkWithoutAjv = {
  name: "sdk-without-ajv",
  setup(build) {
    build.onLoad({ filter: /@modelcontextprotocol[\\/]client[\\/]dist[\\/]shimsNode\.mjs$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const contents = source.replace(
        /import \{ \w+ as AjvJsonSchemaValidator \} from "[^"]+";/,
        'import { CfWorkerJsonSchemaValidator as AjvJsonSchemaValidator } from "@modelcontextprotocol/client/validators/cf-worker";',
      );
      if (contents === source) throw new Error(`${path} does not import Ajv as expected. Look at it again.`);
      return { contents };
    });
  },
};

/**
 * The SDK imports all of jose when it signs; only what it then uses is kept.
 * @type {esbuild.Plugin}
 */
const sdkWithPartsOfJose = {
  name: "sdk-with-parts-of-jose",
  setup(build) {
    build.onLoad({ filter: /@modelcontextprotocol[\\/]client[\\/]dist[\\/]index\.mjs$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const used = new Set([...source.matchAll(/\bjose\.(\w+)/g)].map(([, name]) => name));
      const contents = source.replaceAll('import("jose")', `import("jose:${[...used].join()}")`);
      if (contents === source || used.size === 0)
        throw new Error(`${path} does not import jose as expected. Look at it again.`);
      return { contents };
    });
    build.onResolve({ filter: /^jose:/ }, ({ path, resolveDir }) => ({
      path: "jose",
      namespace: "jose",
      pluginData: { names: path.slice("jose:".length), resolveDir },
    }));
    build.onLoad({ filter: /./, namespace: "jose" }, ({ pluginData: { names, resolveDir } }) => ({
      contents: `export { ${names} } from "jose";`,
      resolveDir,
    }));
  },
};

/**
 * ws brings its server along, which nothing here uses.
 * @type {esbuild.Plugin}
 */
const wsClientOnly = {
  name: "ws-client-only",
  setup(build) {
    build.onLoad({ filter: /[\\/]ws[\\/]wrapper\.mjs$/ }, () => ({
      contents: 'export { default as WebSocket } from "./lib/websocket.js";',
    }));
  },
};

/**
 * A namespace of what is not a module is a copy of it, one for each file that has it, and the editor's API is large. So it is read once:
 * every name that its types have, and what the sources look up because only some editors have it.
 * @type {esbuild.Plugin}
 */
const editorOnce = {
  name: "editor-once",
  setup(build) {
    build.onResolve({ filter: /^vscode$/ }, ({ namespace, path }) =>
      namespace === "editor" ? { path, external: true } : { path, namespace: "editor" },
    );
    build.onLoad({ filter: /./, namespace: "editor" }, async () => {
      const types = await readFile("node_modules/@types/vscode/index.d.ts", "utf8");
      const names = types.matchAll(
        /^(?:\t| {4})export (?:namespace|(?:abstract )?class|enum|const|let|function) (\w+)/gm,
      );
      const all = new Set([...names, ...(await namesLookedUp())].map(([, name]) => name));
      for (const name of ["window", "DiagnosticSeverity", "Uri", "version", "cursor"])
        if (!all.has(name)) throw new Error(`The editor's API does not have ${name} as expected. Look at it again.`);
      return { contents: `import * as editor from "vscode"; export const { ${[...all]} } = editor;` };
    });
  },
};

async function namesLookedUp() {
  const files = (await readdir("src/editor", { recursive: true })).filter((file) => file.endsWith(".ts"));
  const texts = await Promise.all(files.map((file) => readFile(join("src/editor", file), "utf8")));
  return texts.flatMap((text) => [...text.matchAll(/Reflect\.get\(vscode, "(\w+)"\)/g)]);
}

/**
 * Splits the bundle for the editor's extension host, which loads CommonJS: esbuild can split only modules. Writes what is imported later as
 * files of their own, so that it is read only when it is needed. What belongs to the start is one file:
 * each further file costs time. The others reach its parts by its exports.
 * @type {esbuild.Plugin}
 */
const splitCommonJs = {
  name: "split-common-js",
  setup(build) {
    const options = build.initialOptions;
    const { minify, sourcemap, sourcesContent, platform, target, external } = options;
    const [entryPoint = ""] = /** @type {string[]} */ (options.entryPoints);
    Object.assign(options, { format: "esm", splitting: true, write: false, metafile: true });
    if (sourcemap) options.sourcemap = "inline";
    /** @type {esbuild.CommonOptions} */
    const asCommonJs = {
      format: "cjs",
      minify,
      sourcesContent,
      platform,
      target,
      supported: { "dynamic-import": false },
    };

    build.onEnd(async ({ outputFiles = [], metafile }) => {
      if (!metafile) return; // there were mistakes, which esbuild says
      const texts = new Map(outputFiles.map(({ path, text }) => [path, text]));
      const start = loadedAtOnce(metafile, entryPoint);
      const later = [...texts.keys()].filter((path) => !start.includes(path));
      await Promise.all([writeStart(texts, start), ...later.map((path) => writeLater(path, texts, start))]);
    });

    /** @param {ReadonlyMap<string, string>} texts @param {readonly string[]} start */
    async function writeStart(texts, start) {
      const [main = ""] = start;
      const parts = start.map((path, at) => `export * ${at > 0 ? `as part${at} ` : ""}from ${text(path)};`);
      await esbuild.build({
        ...asCommonJs,
        ...{ stdin: { contents: parts.join("\n") }, outfile: main, bundle: true, external, logLevel: "warning" },
        sourcemap: sourcemap ? "linked" : false,
        allowOverwrite: true, // what is read is in memory
        plugins: [partsFrom(texts, main)],
      });
    }

    /** @param {string} path @param {ReadonlyMap<string, string>} texts @param {readonly string[]} start */
    async function writeLater(path, texts, start) {
      const file = basename(path);
      const { code, map } = await esbuild.transform(texts.get(path) ?? "", {
        ...asCommonJs,
        sourcefile: file,
        sourcemap: sourcemap ? "external" : false,
      });
      const main = text(pathFrom(path, start[0] ?? ""));
      const joined = code.replaceAll(/require\("(\.[^"]+)"\)/g, (whole, required) => {
        const at = start.indexOf(resolve(dirname(path), required));
        return at > 0 ? `require(${main}).part${at}` : whole;
      });
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, map ? `${joined}//# sourceMappingURL=${file}.map\n` : joined);
      if (map) await writeFile(`${path}.map`, map);
    }
  },
};

/**
 * The files that are loaded as soon as the bundle is, itself first.
 *
 * @param {esbuild.Metafile} metafile
 * @param {string} entryPoint
 */
function loadedAtOnce({ outputs }, entryPoint) {
  const entry = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === entryPoint);
  const loaded = new Set([entry ?? ""]);
  for (const path of loaded)
    for (const { kind, path: imported } of outputs[path]?.imports ?? [])
      if (kind === "import-statement" && outputs[imported]) loaded.add(imported);
  return [...loaded].map((path) => resolve(path));
}

/**
 * Takes files from memory; what is imported later stays outside.
 *
 * @param {ReadonlyMap<string, string>} texts
 * @param {string} main
 * @returns {esbuild.Plugin}
 */
const partsFrom = (texts, main) => ({
  name: "parts",
  setup(build) {
    build.onResolve({ filter: /./ }, ({ kind, path, resolveDir }) => {
      const file = resolve(resolveDir || cwd(), path);
      if (!texts.has(file)) return undefined;
      return kind === "dynamic-import" ? { path: pathFrom(main, file), external: true } : { path: file };
    });
    build.onLoad({ filter: /\.js$/ }, ({ path }) => ({ contents: texts.get(path), resolveDir: dirname(path) }));
  },
});

/** @param {string} file @param {string} other */
function pathFrom(file, other) {
  const path = relative(dirname(file), other).replaceAll("\\", "/");
  return path.startsWith(".") ? path : `./${path}`;
}

/** @param {string} value */
const text = (value) => JSON.stringify(value);

const plugins = [zodEnglishOnly, sdkWithoutAjv, sdkWithPartsOfJose, wsClientOnly];

/** @type {esbuild.BuildOptions} */
const shared = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : "linked",
  sourcesContent: false,
  logLevel: "warning",
  define: { "process.env.NODE_ENV": '"production"' },
  plugins,
};

/** @type {esbuild.BuildOptions} */
const node = { ...shared, platform: "node", format: "cjs", target: "node20" };

/** @type {Record<string, esbuild.BuildOptions>} */
const targets = {
  extension: {
    ...node,
    entryPoints: ["src/extension.ts"],
    outdir: "dist",
    chunkNames: "extension/[name]-[hash]",
    external: ["vscode"],
    plugins: [...plugins, editorOnce, splitCommonJs],
  },
  headless: {
    ...node,
    entryPoints: ["src/headless.ts"],
    outfile: "dist/headless.js",
    banner: { js: "#!/usr/bin/env node" },
  },
  samples: {
    ...node,
    entryPoints: ["src/samples/documents.ts", "src/samples/documentReader.ts"],
    outdir: "dist/samples",
  },
  panel: {
    ...shared,
    entryPoints: ["webview-ui/panel.tsx"],
    outdir: "dist/webview",
    platform: "browser",
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    loader: { ".ttf": "file" },
  },
};

/** Writes what is derived from the code: package.json's `contributes`, its English texts, and `docs/operations` (`npm run manifest`). */
async function writeManifest() {
  const outfile = "out/manifest.mjs";
  await esbuild.build({ ...node, format: "esm", packages: "external", entryPoints: ["src/manifest.ts"], outfile });
  const { activationEvents, localized, operationsFiles } = await import(pathToFileURL(outfile).href);
  const { part, texts } = localized();
  const manifest = JSON.parse(await readFile("package.json", "utf8"));
  Object.assign(manifest, part, { activationEvents: activationEvents() });
  await writeFile("package.json", `${JSON.stringify(manifest, undefined, 2)}\n`);
  await writeFile("package.nls.json", `${JSON.stringify(texts, undefined, 2)}\n`);
  await mkdir("docs/operations", { recursive: true });
  for (const [name, text] of Object.entries(operationsFiles())) await writeFile(`docs/operations/${name}`, text);
}

/** Puts the types of the API for other extensions into the package. */
async function copyTypes() {
  await mkdir("dist", { recursive: true });
  await copyFile("src/editor/api/mcpClientHub.d.ts", "dist/mcpClientHub.d.ts");
}

if (argv.includes("--manifest")) {
  await writeManifest();
} else if (watch) {
  await copyTypes();
  for (const options of Object.values(targets)) {
    const context = await esbuild.context({ ...options, logLevel: "info" });
    await context.watch();
  }
} else {
  await rm("dist", { recursive: true, force: true });
  await Promise.all([copyTypes(), ...Object.values(targets).map((options) => esbuild.build(options))]);
}

// Splits a bundle for the editor's extension host, which loads CommonJS: esbuild can split only modules.
import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, relative, resolve } from "node:path";
import { cwd } from "node:process";
import * as esbuild from "esbuild";

/**
 * Writes what is imported later as files of their own, so that it is read only when it is needed. What belongs to the start is one file:
 * each further file costs time. The others reach its parts by its exports.
 * @type {esbuild.Plugin}
 */
export const splitCommonJs = {
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

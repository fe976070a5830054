import { existsSync, readdirSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, normalize } from "node:path/posix";

const name = `["']([\\w@./:-]+)["']`; // a text with other characters is no module: "… from \"${server}\""
const imported = new RegExp(String.raw`\bfrom\s*${name}|\bimport\s*\(?\s*${name}|\brequire\s*\(\s*${name}`, "g");

/** Every module that a source names, dynamic imports and `require` included; comments do not count. */
export function imports(source: string): string[] {
  const code = source.replace(/^\s*(\/\/|\*|\/\*).*$/gm, "");
  return [...code.matchAll(imported)].map(([, from, dynamic, required]) => from ?? dynamic ?? required ?? "");
}

/** The folder of ours, the package or `node` that an import means. */
export function target(file: string, path: string): string {
  if (path.startsWith(".")) return normalize(join(dirname(file), path));
  if (path.startsWith("node:") || builtinModules.includes(path)) return "node";
  return path
    .split("/")
    .slice(0, path.startsWith("@") ? 2 : 1)
    .join("/");
}

/** The sources below a folder. */
export function sources(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
    .filter((file) => /\.tsx?$/.test(file));
}

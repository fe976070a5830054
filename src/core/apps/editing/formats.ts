import type { FileFormat } from "./fileFormat";
import { jsonFile } from "./jsonFile";
import { tomlFile } from "./tomlFile";
import { yamlFile } from "./yamlFile";

/** The formats of configuration files, by name. */
export const formats: Readonly<Record<"jsonc" | "toml" | "yaml", FileFormat>> = {
  jsonc: jsonFile,
  toml: tomlFile,
  yaml: yamlFile,
};

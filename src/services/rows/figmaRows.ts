import { readComponents, readFile, readOutline, readPublished } from "../reading/readFigma";
import type { Row } from "./row";

export const figmaRows: readonly Row[] = [
  {
    kind: "framelink",
    method: "figma.getFile",
    tools: ["get_figma_data"],
    args: { fileKey: "{fileKey}", "depth?": 1 },
    read: readFile,
  },
  {
    kind: "figma-remote",
    method: "figma.getFile",
    tools: ["get_metadata"],
    args: { fileKey: "{fileKey}" },
    read: readOutline,
  },
  {
    kind: "framelink",
    method: "figma.getComponents",
    tools: ["get_figma_data"],
    args: { fileKey: "{fileKey}" },
    read: readComponents,
  },
  {
    kind: "figma-remote",
    method: "figma.getComponents",
    tools: ["list_file_components_for_code_connect"],
    args: { fileKey: "{fileKey}" },
    read: readPublished,
  },
];

/** The scheme of results as files: `mcp-hub-result:/12/image.png`, where the files of one result share a number. */
export const resultScheme = "mcp-hub-result";

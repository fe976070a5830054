/** The scheme of results as files: `mcp-hub-result:/mhqx2k-12/image.png`, where the files of one result share a folder. */
export const resultScheme = "mcp-hub-result";

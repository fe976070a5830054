/** Where the REST API is. The version is a part of the path. */
export const restPath = "/api/v1/mcp";

import assert from "node:assert/strict";

/** For `report` where nothing may be reported. */
export const noDefect = (error: unknown): void => assert.fail(String(error));

/** Tells the ids of this process from those of any other. */
const processId = crypto.randomUUID().slice(0, 8);
let lastId = 0;

/** An id that is unique over all windows and processes. */
export const uniqueId = (): string => `${processId}-${++lastId}`;

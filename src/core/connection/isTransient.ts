import { mayReconnect } from "../errorTable";

/** Whether trying to connect once more may help. */
export const isTransient = (error: unknown): boolean => mayReconnect(error);

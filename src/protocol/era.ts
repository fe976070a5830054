import { message } from "./message";

/**
 * The two families of protocol revisions. `legacy`: with a handshake (`initialize`), up to 2025-11-25. `modern`: without one, every
 * request is self-contained, from 2026-07-28 on.
 */
export type Era = "legacy" | "modern";

/** The first revision without a handshake. */
export const firstModernRevision = "2026-07-28";

export const eraOf = (revision: string): Era =>
  /^\d{4}-/.test(revision) && revision >= firstModernRevision ? "modern" : "legacy";

/** An era in a few words, for users. */
export const eraWords: Readonly<Record<Era, () => string>> = {
  legacy: () => message("era.legacy", "with a handshake"),
  modern: () => message("era.modern", "without a handshake"),
};

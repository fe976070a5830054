/**
 * The two families of protocol revisions. `legacy`: a handshake (`initialize`), up to 2025-11-25. `modern`: none; every request stands
 * for itself, from 2026-07-28 on.
 */
export type Era = "legacy" | "modern";

/** The first revision without a handshake. */
export const firstModernRevision = "2026-07-28";

export const eraOf = (revision: string): Era =>
  /^\d{4}-/.test(revision) && revision >= firstModernRevision ? "modern" : "legacy";

/** In a few words, for people. */
export const eraWords: Readonly<Record<Era, string>> = {
  legacy: "with a handshake",
  modern: "without a handshake",
};

import { firstModernRevision } from "../../protocol/era";

/** The revisions with a handshake, the newest first. */
export const legacyVersions = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"] as const;

/** All revisions that are spoken here: the hub's own, whatever its servers speak. */
export const supportedVersions = [firstModernRevision, ...legacyVersions] as const;

import { statSync } from "node:fs";

/** Where root keeps what a policy file of an organization may be below. */
export const ownedByRoot = "/var/lib";

/** Whether this process is root, and root alone may write there: in some containers the root folder belongs to another user. */
export const isRootAlone =
  process.getuid?.() === 0 &&
  ["/", "/var", ownedByRoot].every((above) => {
    const { uid, mode } = statSync(above);
    return uid === 0 && (mode & 0o022) === 0;
  });

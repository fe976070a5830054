import { message } from "../../protocol/message";

/** Who may own and change a policy file: administrators, the system, and the service that installs Windows itself. */
const administrators = new Set([
  "BA",
  "SY",
  "S-1-5-32-544",
  "S-1-5-18",
  "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464", // TrustedInstaller
]);

/** The rights of a security descriptor in its text form, by their letters (Microsoft, "ACE Strings"). */
const rights: Readonly<Record<string, number>> = {
  CC: 0x1,
  DC: 0x2,
  LC: 0x4,
  SW: 0x8,
  RP: 0x10,
  WP: 0x20,
  DT: 0x40,
  LO: 0x80,
  CR: 0x100,
  SD: 0x10000,
  RC: 0x20000,
  WD: 0x40000,
  WO: 0x80000,
  GA: 0x10000000,
  GX: 0x20000000,
  GW: 0x40000000,
  GR: 0x80000000,
  FA: 0x1f01ff,
  FR: 0x120089,
  FW: 0x120116,
  FX: 0x1200a0,
};

/** To delete, to change the access list, to take over, everything. */
const takesOver = 0x10000 | 0x40000 | 0x80000 | 0x10000000;
/** For a file also to write and to append; for a folder also to delete what is in it. New files beside those that are there do no harm. */
const writes = { file: takesOver | 0x2 | 0x4 | 0x40000000, folder: takesOver | 0x40 };

/**
 * Why somebody other than an administrator could change a file or a folder, from its security descriptor in the text form (SDDL), as the
 * end of a sentence; `undefined` if nobody could. What cannot be read counts as a way to change it.
 */
export function accessProblem(sddl: string, path: string, kind: keyof typeof writes): string | undefined {
  const [, owner, dacl] =
    /^O:(\S+?)(?=G:|D:|S:|$)(?:G:\S+?(?=D:|S:|$))?(?:D:([^(]*(?:\([^)]*\))*)(?=S:|$))?/.exec(sddl.trim()) ?? [];
  // Without an access list everybody may do everything.
  if (owner === undefined || dacl === undefined || dacl.startsWith("NO_ACCESS_CONTROL"))
    return message("policyFile.descriptor", "the owner and the access list of {path} cannot be read", { path });
  if (!administrators.has(owner))
    return message("policyFile.windowsOwner", "{path} belongs to {owner}, not to the administrators", { path, owner });
  for (const [, ace = ""] of dacl.matchAll(/\(([^)]*)\)/g)) {
    const [type, flags = "", granted = "", , , who = ""] = ace.split(";");
    if (type === "D" || type === "OD") continue; // takes rights away
    // `OW` is the owner, and that has been checked. What only children inherit says nothing of this entry.
    if (administrators.has(who) || who === "OW" || flags.includes("IO")) continue;
    if ((maskOf(granted) & writes[kind]) !== 0)
      return message("policyFile.windowsAccess", "{path} can be changed by {who}", { path, who: who.slice(0, 80) });
  }
  return undefined;
}

/** The rights of one entry as bits; all of them where the text cannot be read. */
function maskOf(text: string): number {
  if (/^0x[\da-f]{1,8}$/i.test(text)) return Number(text);
  const codes = text.match(/../g) ?? [];
  if (codes.join("") !== text) return ~0;
  return codes.reduce((mask, code) => mask | (rights[code] ?? ~0), 0);
}

/** A path of Windows and every folder above it, the longest first, up to the drive. */
export function withFolders(path: string): readonly string[] {
  const found: string[] = [path];
  let end = path.lastIndexOf("\\");
  while (end > 2) {
    found.push(path.slice(0, end));
    end = path.lastIndexOf("\\", end - 1);
  }
  return [...found, `${path.slice(0, 2)}\\`];
}

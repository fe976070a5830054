import type { FileKind } from "../../core/diagnosis/evidence";

/** So much of a file says what it is, in bytes. */
export const headBytes = 4096;

/** What a file is, by its first bytes: an executable of Linux (ELF), macOS (Mach-O) or Windows (PE), or a text. */
export function fileKind(head: Buffer): FileKind {
  if (head.length >= 20 && head.readUInt32BE(0) === 0x7f454c46) return elf(head);
  if (head.length >= 8) {
    const magic = head.readUInt32BE(0);
    if (magic === 0xcffaedfe || magic === 0xcefaedfe) return mac([head.readUInt32LE(4)]);
    if (magic === 0xcafebabe) return universal(head);
  }
  if (head.length >= 64 && head.toString("latin1", 0, 2) === "MZ") return windows(head);
  if (head.includes(0)) return { kind: "other" };
  return text(head.toString("utf8"));
}

/** Processors of ELF, Mach-O and PE, as Node names them. */
const elfProcessors: Readonly<Record<number, string>> = {
  3: "ia32",
  8: "mips",
  20: "ppc",
  21: "ppc64",
  22: "s390x",
  40: "arm",
  62: "x64",
  183: "arm64",
  243: "riscv64",
  258: "loong64",
};
const macProcessors: Readonly<Record<number, string>> = { 16777223: "x64", 16777228: "arm64", 7: "ia32" };
const windowsProcessors: Readonly<Record<number, string>> = { 34404: "x64", 43620: "arm64", 332: "ia32" };

const names = (table: Readonly<Record<number, string>>, numbers: readonly number[]): readonly string[] =>
  numbers.flatMap((one) => table[one] ?? []);

function elf(head: Buffer): FileKind {
  const machine = head[5] === 2 ? head.readUInt16BE(18) : head.readUInt16LE(18);
  return { kind: "binary", system: "linux", processors: names(elfProcessors, [machine]) };
}

const mac = (kinds: readonly number[]): FileKind => ({
  kind: "binary",
  system: "darwin",
  processors: names(macProcessors, kinds),
});

/** Several programs in one file, each for one processor. A Java class begins alike, with a version where the number of them stands. */
function universal(head: Buffer): FileKind {
  const count = head.readUInt32BE(4);
  if (count === 0 || count > 20) return { kind: "other" };
  const kinds = Array.from({ length: count }, (_, at) => 8 + at * 20)
    .filter((offset) => offset + 4 <= head.length)
    .map((offset) => head.readUInt32BE(offset));
  return mac(kinds);
}

function windows(head: Buffer): FileKind {
  const offset = head.readUInt32LE(60);
  if (offset + 6 > head.length || head.readUInt32BE(offset) !== 0x50450000) return { kind: "other" };
  return {
    kind: "binary",
    system: "win32",
    processors: names(windowsProcessors, [head.readUInt16LE(offset + 4)]),
  };
}

/** A script's first line names what runs it; `env` looks for it on the PATH. */
function text(head: string): FileKind {
  const [, program = "", rest = ""] = /^#!\s*(\S+)[ \t]*([^\r\n]*)/.exec(head) ?? [];
  if (program === "") return { kind: "text" };
  const words = rest.split(/\s+/).filter((word) => word !== "" && word !== "-S" && !word.includes("="));
  return { kind: "text", interpreter: /(^|\/)env$/.test(program) && words[0] !== undefined ? words[0] : program };
}

// VS Code writes its log files, and those of extensions, through a native module that the embedded editor does not have: no install script
// of it runs. This puts a module of the same shape in its place that writes with Node alone, so that an output channel shows its log.
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * @param {string} home the folder of VS Code itself
 */
export async function installLogModule(home) {
  const file = join(home, "node_modules/@vscode/spdlog/index.js");
  if ((await readFile(file, "utf8").catch(() => "")) === source) return;
  // In one step: another run may be reading it.
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, source);
  await rename(draft, file);
}

/** What VS Code uses of `@vscode/spdlog`: levels count from 0, trace, to 6, off. A file that is full becomes `.1`, once. */
const source = `// Written by test/host/logModule.mjs.
const fs = require("node:fs");
const path = require("node:path");
const names = ["trace", "debug", "info", "warning", "error", "critical"];
const two = (value) => String(value).padStart(2, "0");
function stamp() {
  const d = new Date();
  const day = [d.getFullYear(), two(d.getMonth() + 1), two(d.getDate())].join("-");
  const time = [two(d.getHours()), two(d.getMinutes()), two(d.getSeconds())].join(":");
  return day + " " + time + "." + String(d.getMilliseconds()).padStart(3, "0");
}
class Logger {
  constructor(kind, name, file, maxBytes) {
    this.level = 2;
    this.plain = false;
    this.file = file;
    this.maxBytes = maxBytes || 5 * 1024 * 1024;
    this.fd = fs.openSync(file, "a");
    this.bytes = fs.fstatSync(this.fd).size;
  }
  write(level, text) {
    if (level < this.level || this.fd === undefined) return;
    const line = Buffer.from(this.plain ? text : stamp() + " [" + names[level] + "] " + text + "\\n");
    if (this.bytes + line.length > this.maxBytes) this.rotate();
    fs.writeSync(this.fd, line);
    this.bytes += line.length;
  }
  rotate() {
    fs.closeSync(this.fd);
    fs.renameSync(this.file, this.file + ".1");
    this.fd = fs.openSync(this.file, "a");
    this.bytes = 0;
  }
  trace(text) { this.write(0, text); }
  debug(text) { this.write(1, text); }
  info(text) { this.write(2, text); }
  warn(text) { this.write(3, text); }
  error(text) { this.write(4, text); }
  critical(text) { this.write(5, text); }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() {}
  clearFormatters() { this.plain = true; }
  flush() {}
  flushOnExit() {}
  drop() {
    if (this.fd !== undefined) fs.closeSync(this.fd);
    this.fd = undefined;
  }
}
async function create(kind, name, file, maxBytes) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  return new Logger(kind, name, file, maxBytes);
}
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = (name, file, maxBytes) => create("rotating", name, file, maxBytes);
exports.createAsyncRotatingLogger = (name, file, maxBytes) => create("rotating_async", name, file, maxBytes);
`;

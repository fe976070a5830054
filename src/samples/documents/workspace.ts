import path from "node:path";
import { decode } from "./access/decode";
import { type FileType, type Format, formatOf, packedTypeOf } from "./access/formats";
import { maxBytes, readBytes } from "./access/readBytes";
import { type Place, resolvePath } from "./access/resolvePath";
import { displayName, type Roots } from "./access/roots";
import { type Walk, type WalkLimits, walk } from "./access/walk";
import type { LookUp, Target } from "./check/linkRules";
import type { PackedReader } from "./files/packedReader";
import type { Log } from "./log";
import type { Outline } from "./parse/outline";
import { parseDocument } from "./parse/parseDocument";
import { quoted, Refusal } from "./refusal";

/** A text, read and taken apart. */
export interface Document {
  /** What to call it in an answer. */
  readonly name: string;
  /** How the source is written: what was taken out of a PDF or Word file is a text or HTML. */
  readonly format: Format;
  readonly fileType: FileType;
  readonly source: string;
  readonly outline: Outline;
  /** Where it lies; `undefined` for a text that came with the request. */
  readonly real: string | undefined;
}

/** What a tool is asked about: a path, a text, or a file that comes with the request, as base64 with its name. */
export interface Subject {
  readonly path?: string | undefined;
  readonly text?: string | undefined;
  readonly format?: Format | undefined;
  readonly filename?: string | undefined;
  readonly content?: string | undefined;
}

/** The folders that may be read, and what is in them. */
export class Workspace {
  /** @param slowMs a file that takes longer than this is worth a line in the log. */
  constructor(
    readonly roots: Roots,
    private readonly log: Log,
    private readonly files: PackedReader,
    private readonly slowMs = 1000,
  ) {}

  async place(requested: string): Promise<Place> {
    return resolvePath(await this.roots.list(), requested);
  }

  /** @throws Refusal unless one of path, text and file is given, or when it cannot be had. */
  async open({ path: requested, text, format, filename, content }: Subject, signal?: AbortSignal): Promise<Document> {
    if ([requested, text, content].filter((one) => one !== undefined).length !== 1) {
      throw new Refusal("Give either a path or a text, or a file as filename and content, and only one of them.");
    }
    if ((filename === undefined) !== (content === undefined)) {
      throw new Refusal("Give a file as filename and content: its name, and its bytes as base64.");
    }
    if (filename !== undefined && content !== undefined) {
      return this.take(filename, bytesIn(content, filename), format, signal);
    }
    if (text !== undefined) {
      if (Buffer.byteLength(text) > maxBytes) throw new Refusal(`The text has more than ${maxBytes / 1024 / 1024} MB.`);
      return parsed("the text", text, format ?? "markdown");
    }
    return this.read(await this.place(requested ?? ""), format, signal);
  }

  async read(place: Place, format?: Format, signal?: AbortSignal): Promise<Document> {
    const from = performance.now();
    const document = await this.take(place.name, await readBytes(place, signal), format, signal, place.real);
    const ms = Math.round(performance.now() - from);
    if (ms > this.slowMs)
      this.log("warning", `${place.name} took ${ms} ms to read; it has ${document.source.length} characters.`);
    return document;
  }

  /** Reads what is in a file, by its name. */
  private async take(
    name: string,
    bytes: Buffer,
    format: Format | undefined,
    signal: AbortSignal | undefined,
    real?: string,
  ): Promise<Document> {
    const type = packedTypeOf(name);
    if (type === undefined) {
      signal?.throwIfAborted();
      return parsed(name, decode(bytes, name), format ?? formatOf(name), real);
    }
    const text = await this.files.read(type, bytes, name, signal);
    return { ...parsed(name, text.source, text.format, real), fileType: type };
  }

  /** The documents below a folder, or below all roots. */
  async documents(folder: string | undefined, limits: WalkLimits, signal?: AbortSignal): Promise<Found> {
    const roots = await this.roots.list();
    const starts = folder === undefined ? roots.flatMap(({ real }) => real ?? []) : [folder];
    const walks: Walk[] = [];
    for (const start of starts) walks.push(await walk(start, limits, signal));
    const files = [...new Set(walks.flatMap((each) => each.files))];
    const unreadable = walks.flatMap((each) => each.unreadable);
    if (unreadable.length > 0) this.log("warning", `${unreadable.length} folders could not be opened.`);
    return {
      places: files.slice(0, limits.files).map((real) => ({ real, name: displayName(roots, real) })),
      truncated: files.length > limits.files || walks.some(({ truncated }) => truncated),
    };
  }

  /** Follows a document's links, as far as they stay where this server may read. */
  lookUp({ real }: Document, signal?: AbortSignal): LookUp {
    if (real === undefined) return undefined;
    return async (target): Promise<Target> => {
      const roots = await this.roots.list();
      const place = await this.find(path.resolve(path.dirname(real), target));
      if (place === "missing" || place === "outside") return { kind: place };
      if (formatOf(place.name) === "text") return { kind: "file" };
      try {
        return {
          kind: "document",
          outline: (await this.read({ ...place, name: displayName(roots, place.real) }, undefined, signal)).outline,
        };
      } catch (error) {
        if (error instanceof Refusal) return { kind: "file" }; // it is there, and that is what was asked
        throw error;
      }
    };
  }

  private async find(target: string): Promise<Place | "missing" | "outside"> {
    try {
      return await this.place(target);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.reason === "outside" ? "outside" : "missing";
    }
  }
}

export interface Found {
  readonly places: readonly Place[];
  /** Whether a limit left something out. */
  readonly truncated: boolean;
}

/** @throws Refusal where it is not base64, or larger than a file may be. */
function bytesIn(content: string, filename: string): Buffer {
  if (/[^A-Za-z0-9+/=\s]/.test(content)) throw new Refusal("The content is not base64.");
  const bytes = Buffer.from(content, "base64");
  if (bytes.length > maxBytes) {
    throw new Refusal(`${quoted(filename)} has more than ${maxBytes / 1024 / 1024} MB.`);
  }
  return bytes;
}

function parsed(name: string, source: string, format: Format, real?: string): Document {
  return { name, format, fileType: format, source, outline: parseDocument(source, format), real };
}

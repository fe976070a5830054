/** A PNG of one pixel, in base64. */
export const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

/** A tenth of a second of nothing as a WAV file, in base64: 8,000 samples of one byte in a second. */
export const silence = Buffer.concat([
  Buffer.from("RIFF"),
  Buffer.from(Uint32Array.of(36 + 800).buffer),
  Buffer.from("WAVEfmt "),
  Buffer.from(Uint32Array.of(16).buffer),
  Buffer.from(Uint16Array.of(1, 1).buffer),
  Buffer.from(Uint32Array.of(8000, 8000).buffer),
  Buffer.from(Uint16Array.of(1, 8).buffer),
  Buffer.from("data"),
  Buffer.from(Uint32Array.of(800).buffer),
  Buffer.alloc(800, 128),
]).toString("base64");

/** A stretch of text that remembers which line of its file each part came from. Lines count from 1. */
export class Passage {
  private constructor(
    readonly text: string,
    private readonly starts: readonly { readonly offset: number; readonly line: number }[],
  ) {}

  /** Joins pieces that are each unbroken in the file: a line break in a piece is a line break in the file. */
  static of(pieces: readonly { readonly text: string; readonly line: number }[]): Passage {
    const starts: { offset: number; line: number }[] = [];
    let text = "";
    for (const piece of pieces) {
      piece.text.split("\n").forEach((part, index) => {
        if (index > 0) text += "\n";
        starts.push({ offset: text.length, line: piece.line + index });
        text += part;
      });
    }
    return new Passage(text, starts);
  }

  /** The line that the character at `offset` came from. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.starts[middle]?.offset ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return this.starts[low]?.line ?? 1;
  }
}

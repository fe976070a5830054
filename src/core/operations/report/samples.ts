/** Some samples of one quantity, without the samples themselves. */
export class Samples {
  constructor(
    private sum = 0,
    private number = 0,
    private largest = 0,
  ) {}

  add(value: number): void {
    this.sum += value;
    this.number++;
    this.largest = Math.max(this.largest, value);
  }

  merge({ sum, number, largest }: Samples): void {
    this.sum += sum;
    this.number += number;
    this.largest = Math.max(this.largest, largest);
  }

  get count(): number {
    return this.number;
  }

  /** 0 where there are none. */
  get mean(): number {
    return this.number === 0 ? 0 : this.sum / this.number;
  }

  get max(): number {
    return this.largest;
  }

  stored(): [sum: number, number: number, largest: number] {
    return [rounded(this.sum), this.number, rounded(this.largest)];
  }
}

/** Three digits after the point are enough, and take less room. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

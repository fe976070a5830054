import assert from "node:assert/strict";
import { Histogram } from "../../../src/core/kernel/histogram";
import { seeded } from "../../support/callFixture";

const random = seeded(17);
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const distributions: Record<string, () => number> = {
  uniform: () => random() * 500,
  exponential: () => -Math.log(1 - random()) * 20,
  "log-normal": () => Math.exp(3 + 1.5 * normal()),
  "two humps": () => (random() < 0.9 ? 5 + normal() : 4000 + 200 * normal()),
  "a heavy tail": () => 1 / (1 - random()) ** 1.5,
  "whole milliseconds": () => Math.floor(random() * 40),
  "one value": () => 250,
  microseconds: () => 0.01 + random() * 0.2,
};

describe("Histogram", () => {
  for (const [name, draw] of Object.entries(distributions))
    for (const count of [1, 10, 1000, 50_000])
      it(`is within 2 % of exact on ${count} of ${name}`, () => {
        const histogram = new Histogram();
        const values = Array.from({ length: count }, () => Math.max(0, draw()));
        for (const value of values) histogram.add(value);
        values.sort((a, b) => a - b);
        const shares = [0.01, 0.5, 0.9, 0.95, 0.99, 0.999, 1];
        histogram.quantiles(shares).forEach((found, index) => {
          const exact = values[Math.max(1, Math.ceil((shares[index] ?? 0) * count)) - 1] ?? 0;
          assert.ok(Math.abs(found - exact) <= exact * 0.02, `${shares[index]}: ${found}, exactly ${exact}`);
        });
        assert.equal(histogram.max, values.at(-1));
        assert.equal(histogram.count, count);
      });

  it("takes over what others have counted, within the same bounds", () => {
    const [one, other, both] = [new Histogram(), new Histogram(), new Histogram()];
    for (let n = 0; n < 2000; n++) {
      const ms = random() * 500;
      (n % 2 === 0 ? one : other).add(ms);
      both.add(ms);
    }
    one.add(0);
    both.add(0);
    const merged = new Histogram();
    merged.addCounts(one.counts());
    merged.addCounts(other.counts());
    assert.equal(merged.count, both.count);
    assert.ok(Math.abs(merged.mean / both.mean - 1) < 0.01);
    const shares = [0.1, 0.5, 0.99];
    both.quantiles(shares).forEach((exact, index) => {
      assert.ok(Math.abs((merged.quantiles(shares)[index] ?? 0) / exact - 1) <= 0.02);
    });
  });

  it("has no figures without values", () => {
    const histogram = new Histogram();
    assert.deepEqual([histogram.quantiles([0.5, 0.99]), histogram.mean, histogram.max], [[0, 0], 0, 0]);
  });

  it("takes what is no duration in stride, in bounded memory", () => {
    const histogram = new Histogram();
    for (const odd of [-5, Number.NaN, Number.POSITIVE_INFINITY, 1e300, 0]) histogram.add(odd);
    assert.deepEqual(histogram.quantiles([0.5, 1]), [0, 1e9]);
    assert.ok(Number.isFinite(histogram.mean));
  });
});

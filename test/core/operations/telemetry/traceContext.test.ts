import assert from "node:assert/strict";
import { childOf, contextFields, readContext } from "../../../../src/core/operations/telemetry/traceContext";

const [traceId, spanId] = ["4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"];

const rows: readonly [traceparent: unknown, sampled: boolean | undefined][] = [
  [`00-${traceId}-${spanId}-01`, true],
  [`00-${traceId}-${spanId}-00`, false],
  [`00-${traceId}-${spanId}-03`, true],
  [`cc-${traceId}-${spanId}-01`, true],
  [`cc-${traceId}-${spanId}-01-what-comes-later`, true],
  [`00-${traceId}-${spanId}-01-more`, undefined],
  [`ff-${traceId}-${spanId}-01`, undefined],
  [`00-${"0".repeat(32)}-${spanId}-01`, undefined],
  [`00-${traceId}-${"0".repeat(16)}-01`, undefined],
  [`00-${traceId.toUpperCase()}-${spanId}-01`, undefined],
  [`00-${traceId}-${spanId}`, undefined],
  [7, undefined],
  [undefined, undefined],
];

describe("the context of a trace", () => {
  for (const [traceparent, sampled] of rows)
    it(`${JSON.stringify(traceparent)} is ${sampled === undefined ? "none" : sampled ? "sampled" : "not sampled"}`, () =>
      assert.deepEqual(readContext({ traceparent }), sampled === undefined ? undefined : { traceId, spanId, sampled }));

  it("has a step of its own in the same trace, and passes on what others noted", () => {
    const given = readContext({ traceparent: `00-${traceId}-${spanId}-00`, tracestate: "a=1", baggage: "b=2" });
    const { traceparent, ...others } = contextFields(childOf(given));
    assert.match(traceparent ?? "", new RegExp(`^00-${traceId}-(?!${spanId})[0-9a-f]{16}-00$`));
    assert.deepEqual(others, { tracestate: "a=1", baggage: "b=2" });
  });

  it("keeps what is as long as it may be", () => {
    const given = { traceparent: `00-${traceId}-${spanId}-01`, tracestate: "a".repeat(512), baggage: "b".repeat(8192) };
    assert.deepEqual(readContext(given), {
      traceId,
      spanId,
      sampled: true,
      tracestate: given.tracestate,
      baggage: given.baggage,
    });
    assert.deepEqual(readContext({ ...given, tracestate: "", baggage: `${given.baggage}b` }), {
      traceId,
      spanId,
      sampled: true,
    });
  });

  it("is a new trace of its own where there was none", () => {
    const [one, other] = [childOf(undefined), childOf(undefined)];
    assert.match(`${one.traceId} ${one.spanId}`, /^[0-9a-f]{32} [0-9a-f]{16}$/);
    assert.ok(one.sampled && one.traceId !== other.traceId);
  });

  it("drops what is too long, or is no header", () => {
    const traceparent = `00-${traceId}-${spanId}-01`;
    const long = readContext({ traceparent, tracestate: "a".repeat(513), baggage: "b=\r\nx: y" });
    assert.deepEqual(long, { traceId, spanId, sampled: true });
  });
});

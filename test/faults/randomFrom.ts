/** Numbers from 0 up to 1, the same for the same seed (not 0), so that a run can be repeated: xorshift (Marsaglia, 2003). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state = (state ^ (state << 5)) >>> 0;
    return state / 2 ** 32;
  };
}

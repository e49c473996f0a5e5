/**
 * Padmé (Nikitin et al., PETS 2019, §5.4): the padded length that leaks O(log log n) bits
 * and costs at most 12 %. Float arithmetic, so that lengths above 2³¹ stay right.
 * @param length bytes, 0 ≤ length < 2⁵³
 */
export function padmeLength(length: number): number {
  if (length < 2) return length;
  const exponent = Math.floor(Math.log2(length));
  const mantissaBits = Math.floor(Math.log2(exponent)) + 1;
  const step = 2 ** Math.max(exponent - mantissaBits, 0);
  return Math.ceil(length / step) * step;
}

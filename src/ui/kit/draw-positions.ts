const ASKED = 2;

/** Which words are asked back: two different positions, 1 to `count`, in the order of the sheet. */
export function drawPositions(draw: (below: number) => number, count: number): readonly number[] {
  const left = Array.from({ length: count }, (_, index) => index + 1);
  const drawn = Array.from({ length: ASKED }, () => left.splice(draw(left.length), 1)).flat();
  return drawn.sort((a, b) => a - b);
}

/**
 * What a source said last, while it has nothing to say: a list stays in sight while a longer one is
 * on its way. `const list = kept(() => answer.current)`, then `list()`.
 */
export function kept<T>(read: () => T | undefined): () => T | undefined {
  let last: T | undefined;
  return () => {
    last = read() ?? last;
    return last;
  };
}

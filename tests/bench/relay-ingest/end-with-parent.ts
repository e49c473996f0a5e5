/** A server of a benchmark ends when the process that started it is gone. */
process.stdin.resume().once('end', () => {
  process.exit();
});

/** Starts to measure time on the machine's clock; the result tells the milliseconds since, with fractions. */
export function stopwatch(): () => number {
  const started = performance.now();
  return () => performance.now() - started;
}

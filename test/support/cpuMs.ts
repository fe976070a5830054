/** Milliseconds of the processor that work takes: on a busy machine the clock says nothing of it. */
export function cpuMs(work: () => unknown): number {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

/** What one process did, for Prometheus. Counted elsewhere as plain numbers (tally.ts); made into metrics when asked. */
import type { ControlFace, ControlHandlers } from './exchange.ts';

export const metrics: Pick<ControlHandlers, 'getMetrics'> = {
  getMetrics: async (_x, face) => {
    const { text, contentType } = await exposition(face);
    return { kind: 'reply', status: 200, text, headers: { 'Content-Type': contentType } };
  },
};

async function exposition(face: ControlFace) {
  // Loaded with the first scrape: most processes are never asked.
  const { exposed } = await import('./prometheus.ts');
  return exposed(face.tally, {
    worlds: face.worlds.all().length,
    journalBytes: face.worlds.all().reduce((sum, world) => sum + world.journal.stats().bytes, 0),
  });
}

import { draws, type Seed, sub } from '../../../fixtures/ledger/seed.ts';
import { isoInstant } from '../../../fixtures/ledger/time.ts';
import type { Instant } from '../../../fixtures/ledger/types.ts';

/**
 * UTC with microseconds, `2024-12-01T15:43:29.013729Z` (FT-40). The world counts in milliseconds; the digits below are
 * drawn, but never for a whole second, so that an instant written in a world file reads back as it was written.
 */
export function timestamp(seed: Seed, at: Instant): string {
  const micros = at % 1000 === 0 ? 0 : draws(sub(seed, 'micros', at)).below(1000);
  return isoInstant(at).replace('Z', `${String(micros).padStart(3, '0')}Z`);
}

export function timestampOrNull(seed: Seed, at: Instant | null): string | null {
  return at === null ? null : timestamp(seed, at);
}

export function hourOfDay(hour: number | null): string | null {
  return hour === null ? null : `${String(hour).padStart(2, '0')}:00`;
}

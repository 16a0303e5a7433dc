import { sub } from '../../../fixtures/ledger/seed.ts';
import type { Group, PipelinesWing } from '../../../fixtures/pipelines/index.ts';
import { timestamp } from './time.ts';

export function groupBody(wing: PipelinesWing, { key, id, name, createdAt }: Group) {
  return { id, name, created_at: timestamp(sub(wing.seed, 'times', 'group', key), createdAt) };
}

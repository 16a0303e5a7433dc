import { sub } from '../../../fixtures/ledger/seed.ts';
import type { Group, PipelinesWing } from '../../../fixtures/pipelines/index.ts';
import { timestamp } from './time.ts';

export function groupOut(wing: PipelinesWing, { key, id, name, createdAt }: Group) {
  return { id, name, created_at: timestamp(sub(wing.seed, 'times', 'group', key), createdAt) };
}

/** The owner of the key is a user or a system key; the other is null (FT-04). */
export function accountOut(
  { account }: PipelinesWing,
  owner: { readonly kind: 'user' | 'system'; readonly id: string },
) {
  return {
    account_id: account.id,
    account_name: account.name,
    user_id: owner.kind === 'user' ? owner.id : null,
    system_key_id: owner.kind === 'system' ? owner.id : null,
  };
}

/** A page of rows in the form of a list answer (FT-26). */
export function listOut<Row>(items: Row[], next: string | undefined) {
  return { items, ...(next !== undefined && { next_cursor: next }) };
}

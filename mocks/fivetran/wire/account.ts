import type { PipelinesWing } from '../../../fixtures/pipelines/index.ts';

export interface KeyOwner {
  readonly kind: 'user' | 'system';
  readonly id: string;
}

/** The owner of the key is a user or a system key; the other is null (FT-04). */
export function accountBody({ account }: PipelinesWing, owner: KeyOwner) {
  return {
    account_id: account.id,
    account_name: account.name,
    user_id: owner.kind === 'user' ? owner.id : null,
    system_key_id: owner.kind === 'system' ? owner.id : null,
  };
}

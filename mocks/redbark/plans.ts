/** Which plans may read what (RB-16, RB-17, RB-18). A subscription that is past due still counts as paid. */
import type { Problem } from '../../src/provider/index.ts';
import { refusals } from './errors.ts';
import type { RedbarkExchange } from './state.ts';
import { reading } from './switches.ts';

export function entitle(x: RedbarkExchange): Problem | undefined {
  if (x.principal === undefined) return undefined;
  const { plan, status } = x.principal.key;
  if (plan === 'saver') return refusals.planTooSmall();
  // The contract's tag says which operations are about brokerage data.
  if (!x.operation.tags.includes('brokerage')) return undefined;
  const onTrial = status === 'trialing' && reading(x.world, 'trialing') === 'refused';
  return plan === 'professional' && !onTrial ? undefined : refusals.notProfessional();
}

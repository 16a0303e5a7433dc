/** `Retry-After`, the same words at every provider: RFC 9110, section 10.2.3. */
import type { Instant } from '../../fixtures/ledger/types.ts';
import type { Given } from './faults.ts';
import type { Headers } from './reply.ts';

type RetryAfterForm = 'seconds' | 'date' | 'absent';

/**
 * The header as an armed fault wants it.
 *
 * @param given `retryAfter` in seconds, and `form` where the order names one
 * @param documented the form that the provider documents
 * @example retryAfterHeader({ retryAfter: 7, form: 'date' }, x.now, 'seconds') // { 'Retry-After': 'Mon, 16 Mar 2026 09:00:07 GMT' }
 */
export function retryAfterHeader(
  { retryAfter, form }: Given,
  now: Instant,
  documented: RetryAfterForm,
): Headers {
  switch (form ?? documented) {
    case 'seconds':
      return { 'Retry-After': Number(retryAfter) };
    case 'date':
      return { 'Retry-After': new Date(now + Number(retryAfter) * 1000).toUTCString() };
    default:
      return { 'Retry-After': null };
  }
}

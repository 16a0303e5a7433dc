/** Which entries of a journal are wanted. */
import type { DeliveryEntry, JournalEntry, RequestEntry } from './entry.ts';
import type { JournalRecord } from './record.ts';

/** Conditions that all have to hold. What is left out is no condition. */
export interface JournalFilter {
  readonly kind?: JournalEntry['kind'];
  readonly provider?: string;
  /** operationId; for deliveries the type of the event. */
  readonly operation?: string;
  readonly status?: number;
  /** Id of an armed fault, or of one in the catalogue. */
  readonly fault?: string;
  /** The stage that answered. */
  readonly by?: string;
  /** Part of the target (for deliveries, of the address), as the journal shows it. */
  readonly target?: string;
  /** Only entries after this number. */
  readonly since?: number;
  /** At most so many, the oldest first: with `since`, a page. */
  readonly limit?: number;
}

/** What a filter lets through: with a `kind`, only entries of that kind. */
export type EntryFor<Filter extends JournalFilter> = Filter extends { readonly kind: 'request' }
  ? RequestEntry
  : Filter extends { readonly kind: 'delivery' }
    ? DeliveryEntry
    : JournalEntry;

/** @param target asked only if the filter needs it */
export function matches(filter: JournalFilter, record: JournalRecord, target: () => string): boolean {
  const { kind, provider, operation, status, fault, by, target: part } = filter;
  return (
    (kind === undefined || record.kind === kind) &&
    (provider === undefined || record.provider === provider) &&
    (operation === undefined ||
      (record.kind === 'request' ? record.operation : record.event) === operation) &&
    (status === undefined || record.response?.status === status) &&
    (by === undefined || (record.kind === 'request' && record.by === by)) &&
    (fault === undefined || record.faults.some((one) => one.id === fault || one.fault === fault)) &&
    (part === undefined || target().includes(part))
  );
}

/** @throws RangeError for a number that is none, or negative */
export function checkFilter({ since, limit }: JournalFilter): void {
  for (const [name, value] of Object.entries({ since, limit })) {
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0)) {
      throw new RangeError(`The journal's "${name}" was ${value}. Allowed: whole numbers from 0.`);
    }
  }
}

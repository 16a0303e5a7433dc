/**
 * Sees every exchange whole and as it happens: for who judges clients. The journal is for people: it masks secrets and
 * cuts bodies; a judge needs both as they were.
 */
import type { RequestRecord } from '../journal/record.ts';

export interface Tap {
  /**
   * A request has arrived. Every one is closed later, whatever becomes of it.
   *
   * @returns what `closed` is told of this one
   */
  opened(world: string): number;
  /**
   * It is over.
   *
   * @param entry its number in the journal
   * @param text the whole body of the answer; '' for none
   */
  closed(world: string, opened: number, record: RequestRecord, entry: number, text: string): void;
}

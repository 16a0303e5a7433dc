/** A message of a webhook: believed for its signature, and read for what it is. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type ClientContext, ClientFailure } from '../../../src/verify/define-client.ts';
import type { Policies } from './policies.ts';
import { isRow, type Row } from './shapes.ts';

/** What arrived. */
export interface Delivery {
  /** Raw: what was signed are its bytes, not what they mean. */
  readonly body: string;
  readonly signature: string;
  readonly timestamp: string;
  readonly secret: string;
}

export interface Received {
  readonly id: unknown;
  readonly type: unknown;
  readonly chunk: unknown;
  readonly totalChunks: unknown;
  readonly rows: readonly Row[];
}

export function received(delivery: Delivery, context: ClientContext, policies: Policies): Received {
  if (!policies.isGenuine(delivery) || !policies.isFresh(delivery, context.now())) {
    throw new ClientFailure('unauthorized', { message: 'The message is not signed as it ought to be' });
  }
  const message: unknown = JSON.parse(delivery.body);
  if (!isRow(message) || !isRow(message.data) || !isRow(message.metadata)) throw notAMessage();
  const [chunk, totalChunks] = policies.chunkOf(message.metadata);
  const rows = message.data.new;
  if (!Array.isArray(rows) || !rows.every(isRow)) throw notAMessage();
  return {
    id: message.id,
    type: message.type,
    chunk,
    totalChunks,
    rows: rows.map((row) => ({
      id: row.id,
      accountId: row.account_id,
      amount: policies.amountOf(row.amount ?? row.total_amount),
      currency: String(row.currency).toUpperCase(),
    })),
  };
}

/** The signature is over the time and the raw body, with a dot between. */
export function hasSignature(signature: string, secret: string, signed: string): boolean {
  const right = Buffer.from(`sha256=${createHmac('sha256', secret).update(signed).digest('hex')}`);
  const given = Buffer.from(signature);
  return given.length === right.length && timingSafeEqual(given, right);
}

/** @example decimalOfCents(-450) // '-4.50' */
export function decimalOfCents(cents: unknown): string {
  if (typeof cents !== 'number' || !Number.isSafeInteger(cents)) throw notAMessage();
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function notAMessage(): ClientFailure {
  return new ClientFailure('broken-answer', { message: 'The message is none that is documented' });
}

/** Records as the engine writes them, for tests of the journal alone. */
import { type DeliveryRecord, keptText, NO_TEXT, type RequestRecord } from '../../src/journal/record.ts';

export function requestRecord(more: Partial<RequestRecord> = {}): RequestRecord {
  return {
    kind: 'request',
    at: Date.parse('2026-03-16T09:00:00Z'),
    hostAt: Date.parse('2026-11-21T08:00:00Z'),
    tookMs: 1.5,
    arrival: { connection: 7, attempt: 2 },
    provider: 'toy',
    method: 'GET',
    baseUrl: 'http://127.0.0.1:4010/toy',
    path: '/v1/notes',
    rawQuery: 'limit=2&tag=a%20b',
    httpVersion: '1.1',
    operation: 'listNotes',
    by: 'operation',
    outcome: 'answered',
    code: undefined,
    faults: [],
    violations: [],
    near: undefined,
    request: { headers: ['Accept', '*/*'], body: NO_TEXT },
    response: answered(200, '{"notes":[]}'),
    ...more,
  };
}

export function deliveryRecord(more: Partial<DeliveryRecord> = {}): DeliveryRecord {
  return {
    kind: 'delivery',
    at: Date.parse('2026-03-16T09:00:00Z'),
    hostAt: Date.parse('2026-11-21T08:00:00Z'),
    tookMs: 3,
    provider: 'toy',
    event: 'note.added',
    webhook: 'wh1',
    delivery: 'd1',
    attempt: 1,
    url: 'http://127.0.0.1:9000/hook',
    error: undefined,
    faults: [],
    request: {
      headers: { 'Content-Type': 'application/json' },
      body: keptText('{"type":"note.added"}', 21),
    },
    response: answered(204, ''),
    ...more,
  };
}

export function answered(status: number, text: string): NonNullable<RequestRecord['response']> {
  const headers = text === '' ? {} : { 'Content-Type': 'application/json' };
  return { status, headers, body: keptText(text, Buffer.byteLength(text)) };
}

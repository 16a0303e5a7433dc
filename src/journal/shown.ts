/** From what is kept to what is shown. */
import type { AnswerMessage, ContractViolation, JournalEntry, Message } from './entry.ts';
import {
  type DeliveryRecord,
  type JournalRecord,
  type KeptAnswer,
  type KeptHeaders,
  type KeptMessage,
  type KeptText,
  MARGIN,
  type RequestRecord,
  SHOWN_BODY,
  textKept,
} from './record.ts';
import type { Redaction } from './redaction.ts';

export function shown(number: number, record: JournalRecord, redaction: Redaction): JournalEntry {
  return redaction.everywhere(
    record.kind === 'request' ? request(number, record, redaction) : delivery(number, record, redaction),
  );
}

/** What a filter by target looks at: the same text as is shown. */
export function shownTarget(record: JournalRecord, redaction: Redaction): string {
  return redaction.everywhere(
    record.kind === 'request'
      ? redaction.target(record.provider, record.path, record.rawQuery)
      : address(record, redaction),
  );
}

function request(number: number, record: RequestRecord, redaction: Redaction): JournalEntry {
  const { provider, path, rawQuery, response } = record;
  const target = redaction.target(provider, path, rawQuery);
  return {
    kind: 'request',
    number,
    at: record.at,
    hostAt: record.hostAt,
    tookMs: record.tookMs,
    connection: record.arrival.connection,
    attempt: record.arrival.attempt,
    provider,
    method: record.method,
    target,
    url: record.baseUrl + target,
    httpVersion: record.httpVersion,
    ...(record.operation !== undefined && { operation: record.operation }),
    ...(response !== undefined && { status: response.status }),
    by: record.by,
    outcome: record.outcome,
    ...(record.code !== undefined && { code: record.code }),
    faults: record.faults,
    violations: record.violations.map((one) => withoutSecret(one, provider, redaction)),
    near: record.near?.() ?? [],
    request: message(record.request, provider, redaction),
    ...(response !== undefined && { response: answer(response, provider, redaction) }),
  };
}

function delivery(number: number, record: DeliveryRecord, redaction: Redaction): JournalEntry {
  const { provider, response } = record;
  return {
    kind: 'delivery',
    number,
    at: record.at,
    hostAt: record.hostAt,
    tookMs: record.tookMs,
    provider,
    event: record.event,
    webhook: record.webhook,
    delivery: record.delivery,
    attempt: record.attempt,
    url: address(record, redaction),
    ...(response !== undefined && { status: response.status }),
    ...(record.error !== undefined && { error: record.error }),
    faults: record.faults,
    request: message(record.request, provider, redaction),
    ...(response !== undefined && { response: answer(response, provider, redaction) }),
  };
}

function address({ provider, url }: DeliveryRecord, redaction: Redaction): string {
  const mark = url.indexOf('?');
  return mark === -1 ? url : redaction.target(provider, url.slice(0, mark), url.slice(mark + 1));
}

function answer(kept: KeptAnswer, provider: string, redaction: Redaction): AnswerMessage {
  return { status: kept.status, ...message(kept, provider, redaction) };
}

function message({ headers, body }: KeptMessage, provider: string, redaction: Redaction): Message {
  return {
    headers: headersOf(headers, provider, redaction),
    body: bodyOf(body, provider, redaction),
    bytes: body.bytes,
    truncated: body.bytes > SHOWN_BODY,
  };
}

/** The world's own secrets are masked before the cut, or the cut could leave half of one that is not recognised. */
function bodyOf(kept: KeptText, provider: string, redaction: Redaction): string {
  const { bytes } = kept;
  const masked = redaction.everywhere(redaction.body(provider, textKept(kept)));
  return bytes > SHOWN_BODY
    ? masked.slice(0, Math.max(0, Math.min(SHOWN_BODY, masked.length - MARGIN)))
    : masked;
}

function headersOf(headers: KeptHeaders, provider: string, redaction: Redaction): Record<string, string> {
  // Any name may come: `__proto__` has to stay a name.
  const found: Record<string, string> = Object.create(null);
  for (const [given, value] of pairsOf(headers)) {
    const name = given.toLowerCase();
    const text = redaction.header(provider, name, value);
    found[name] = found[name] === undefined ? text : `${found[name]}, ${text}`;
  }
  return { ...found };
}

function pairsOf(headers: KeptHeaders): [string, string][] {
  if (isRaw(headers)) {
    return headers.flatMap((name, i) => (i % 2 === 0 ? [[name, headers[i + 1] ?? '']] : [])) as [
      string,
      string,
    ][];
  }
  return Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, [value].flat().join(', ')] as [string, string]],
  );
}

function isRaw(headers: KeptHeaders): headers is readonly string[] {
  return Array.isArray(headers);
}

function withoutSecret(
  violation: ContractViolation,
  provider: string,
  redaction: Redaction,
): ContractViolation {
  const { given, ...rest } = violation;
  if (given === undefined || !redaction.isSecret(provider, violation.name)) return violation;
  return { ...rest, given: '***' };
}

/** `name=value` on the command line: how orders of faults and changes of state are typed. */
import type { Json } from '../provider/world.ts';
import { isRecord } from '../world/plain-json.ts';

/**
 * @param pairs `retryAfter=7`, `operation=listTrades,listHoldings`, `where.limit=200`
 * @returns `{ retryAfter: 7, operation: ['listTrades', 'listHoldings'], where: { limit: 200 } }`
 * @throws RangeError for what is no pair
 */
export function fieldsOf(pairs: readonly string[]): Record<string, Json> {
  const fields: Record<string, Json> = {};
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    if (equals < 1) throw new RangeError(`"${pair}" is no field; write name=value.`);
    place(fields, pair.slice(0, equals).split('.'), readValue(pair.slice(equals + 1)));
  }
  return fields;
}

function place(fields: Record<string, Json>, [name = '', ...rest]: readonly string[], value: Json): void {
  if (rest.length === 0) {
    fields[name] = value;
    return;
  }
  const below = fields[name];
  const inner = isRecord(below) ? { ...(below as Record<string, Json>) } : {};
  place(inner, rest, value);
  fields[name] = inner;
}

/** Numbers and true/false as such; text in JSON's quotes is taken as it is, so `"7"` stays text. */
function readValue(text: string): Json {
  if (/^(-?(0|[1-9]\d{0,14})(\.\d+)?|true|false|null|".*"|\[.*\]|\{.*\})$/.test(text)) {
    try {
      return JSON.parse(text) as Json;
    } catch {
      return text;
    }
  }
  return text.includes(',') ? text.split(',').map(readValue) : text;
}

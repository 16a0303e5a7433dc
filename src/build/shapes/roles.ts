/**
 * What a schema cannot say about a value and legal extremes need to know. Two keywords of our own:
 *
 * - `x-role: text` words for people; a client has to take them at any length and in any script
 * - `x-role: open-list` a name from a list that grows without notice
 * - `x-role: paging` says where a listing goes on; with another value rows would be lost
 * - `x-absent: on-request` members that are not required are there unless the request asks for fewer
 *
 * Text without a role is a code or an id, and is left as it is.
 */
import { isObject, type JsonObject } from '../json.ts';
import type { Finding } from '../problems.ts';
import { walkSchema } from '../schemas.ts';

const ROLES = ['text', 'open-list', 'paging'] as const;
type Role = (typeof ROLES)[number];

/** Keywords that already say which texts there may be. */
const SETTLED = ['enum', 'const', 'format', 'pattern'];

export function roleOf(schema: JsonObject): Role | undefined {
  return ROLES.find((role) => role === schema['x-role']);
}

export function isAbsentOnRequest(schema: JsonObject): boolean {
  return schema['x-absent'] === 'on-request';
}

/** Roles that do not exist, or that the schema they stand at contradicts. */
export function roleRules(roots: ReadonlyMap<string, unknown>): Finding[] {
  const findings: Finding[] = [];
  for (const [root, schema] of roots) {
    walkSchema(schema, root, (sub, pointer) => {
      for (const message of complaints(sub)) findings.push({ pointer, message });
    });
  }
  return findings;
}

function complaints(schema: JsonObject): string[] {
  const found: string[] = [];
  const role = roleOf(schema);
  if ('x-role' in schema && role === undefined)
    found.push(`x-role is ${JSON.stringify(schema['x-role'])}; there are ${ROLES.join(', ')}`);
  if ('x-absent' in schema && !isAbsentOnRequest(schema))
    found.push(`x-absent is ${JSON.stringify(schema['x-absent'])}; there is on-request`);
  if ('x-absent' in schema && !isObject(schema.properties))
    found.push('x-absent stands at an object with properties');
  if (role === 'text' || role === 'open-list') {
    const types = [schema.type].flat();
    if (!types.includes('string') || types.some((type) => type !== 'string' && type !== 'null'))
      found.push(`x-role: ${role} stands at text; the type here is ${JSON.stringify(schema.type ?? 'any')}`);
    for (const keyword of SETTLED) {
      if (keyword in schema)
        found.push(`x-role: ${role} says that any text will do, and ${keyword} that it will not`);
    }
  }
  return found;
}

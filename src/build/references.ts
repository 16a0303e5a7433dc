import { isObject, localPointer, pointerTo, valueAt } from './json.ts';
import type { Finding } from './problems.ts';

/** Maps whose keys are names that people chose, so a key such as `default` is no keyword there. */
const NAME_MAPS = new Set([
  'properties',
  'patternProperties',
  'dependentSchemas',
  '$defs',
  'schemas',
  'parameters',
  'responses',
  'requestBodies',
  'headers',
  'securitySchemes',
  'examples',
  'paths',
  'content',
]);

/** Keywords that hold data of the API, in which `$ref` would be a field like any other. */
const HOLDS_DATA = new Set(['example', 'default', 'enum', 'const', 'value']);

/** Every `$ref` that leads nowhere, to another file, or around in a circle of nothing but references. */
export function brokenReferences(document: unknown): Finding[] {
  const broken: Finding[] = [];
  walk(document, '', false, (ref, pointer, inMap) => {
    const message = inMap
      ? `$ref "${ref}" stands among names; only single entries can be references: "<name>: { $ref: ... }"`
      : whyBroken(document, ref);
    if (message) broken.push({ pointer, message });
  });
  return broken;
}

function whyBroken(document: unknown, ref: string): string | undefined {
  const seen = new Set<string>();
  for (let next: unknown = ref; typeof next === 'string'; ) {
    const target = localPointer(next);
    if (target === undefined) return `$ref "${next}" leaves this file; write "#/components/..."`;
    if (seen.has(target)) return `$ref "${ref}" only leads back to itself`;
    seen.add(target);
    const value = valueAt(document, target);
    if (value === undefined) return `$ref "${next}" leads nowhere; is the name spelt right?`;
    // A reference with keywords beside it says something of its own, so a circle through it does end.
    next = isObject(value) && Object.keys(value).length === 1 ? value.$ref : undefined;
  }
  return undefined;
}

type Visit = (ref: string, pointer: string, inMap: boolean) => void;

/** @param names whether the keys of `value` are names that people chose */
function walk(value: unknown, pointer: string, names: boolean, visit: Visit): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      walk(item, `${pointer}/${index}`, false, visit);
    });
    return;
  }
  if (!isObject(value)) return;
  if (typeof value.$ref === 'string') visit(value.$ref, pointer, names);
  for (const [key, child] of Object.entries(value)) {
    const isData =
      HOLDS_DATA.has(key) || key.startsWith('x-') || (key === 'examples' && Array.isArray(child));
    if (!names && isData) continue;
    walk(child, pointer + pointerTo(key), !names && NAME_MAPS.has(key), visit);
  }
}

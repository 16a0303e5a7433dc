import type { Contract } from './contract.ts';
import { isObject, type JsonObject, localPointer, valueAt } from './json.ts';
import { header } from './outputs.ts';
import { walkSchema } from './schemas.ts';

/**
 * `generated/members.ts`: every member that an operation's successful answers name, at any depth. Who compares what a
 * client reports has to know which members are documented, and which nobody promised.
 */
export function membersFile(contract: Contract): string {
  const entries = contract.operations.map(({ id, responses }) => {
    const names = new Set<string>();
    for (const { status, schema } of responses) {
      if (status.startsWith('2')) gather(contract.document, schema, names, new Set());
    }
    return `  ${JSON.stringify(id)}: ${JSON.stringify([...names].sort())},`;
  });
  return `${header(contract.file)}
/** By operationId. */
export const members: Readonly<Record<string, readonly string[]>> = {
${entries.join('\n')}
};
`;
}

function gather(document: JsonObject, schema: unknown, names: Set<string>, seen: Set<string>): void {
  walkSchema(schema, '', (part) => {
    if (isObject(part.properties)) for (const name of Object.keys(part.properties)) names.add(name);
    if (typeof part.$ref !== 'string' || seen.has(part.$ref)) return;
    seen.add(part.$ref);
    const target = localPointer(part.$ref);
    if (target !== undefined) gather(document, valueAt(document, target), names, seen);
  });
}

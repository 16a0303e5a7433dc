/**
 * Our contract of SnapTrade beside the provider's own documents: what they say of addresses, parameters, bodies and
 * answers, each difference as one line. The 13 operations that the current document has lost are held against the
 * older one.
 */
import {
  type Body,
  type Document,
  follow,
  operationsOf,
  type Parameter,
  type Placed,
  readOfficial,
  readOurs,
} from '../official-documents.ts';
import { SchemaComparison, type Tell } from './compare-schemas.ts';
import { shapeOf } from './shape.ts';

/**
 * In the order of our contract; each line once.
 *
 * @param leaveOut official operationIds that are not looked at
 * @param ours another contract than ours, for tests
 */
export function contractDifferences(
  leaveOut: readonly string[] = [],
  ours: Document = readOurs(),
): readonly string[] {
  const lines = new Set<string>();
  const tell: Tell = (line) => lines.add(line);
  const schemas = new SchemaComparison(tell);
  const theirs = officialOperations();
  for (const name of leaveOut) if (!theirs.has(name)) throw new Error(`Neither document has ${name}.`);
  const served = new Set<string>();
  for (const mine of operationsOf(ours)) {
    const { operationId } = mine.operation;
    const name = mine.operation['x-official-operation-id'];
    if (name !== undefined && leaveOut.includes(name)) continue;
    const other = name === undefined ? undefined : theirs.get(name);
    if (name === undefined || other === undefined) tell(`${operationId}: only here`);
    else {
      served.add(name);
      compareOperations(operationId, mine, other, schemas, tell);
    }
  }
  for (const name of theirs.keys())
    if (!served.has(name) && !leaveOut.includes(name)) tell(`${name}: only there`);
  return [...lines];
}

/** By their operationId; of one that both documents have, the current one. */
function officialOperations(): ReadonlyMap<string, Placed> {
  const [current, before] = readOfficial();
  return new Map(
    [...operationsOf(before), ...operationsOf(current)].map((one) => [one.operation.operationId, one]),
  );
}

function compareOperations(
  id: string,
  mine: Placed,
  other: Placed,
  schemas: SchemaComparison,
  tell: Tell,
): void {
  const unlessEqual = (what: string, ours: string, theirs: string) => {
    if (ours !== theirs) tell(`${id} ${what}: ${ours} | ${theirs}`);
  };
  unlessEqual('address', `${mine.method} ${mine.path}`, `${other.method} ${other.path}`);
  const [my, their] = [mine.operation, other.operation];
  unlessEqual('deprecated', yesNo(my.deprecated), yesNo(their.deprecated));
  unlessEqual('signed', yesNo(my.security?.length !== 0), yesNo(their.security?.length !== 0));
  compareParameters(id, mine, other, schemas, tell);

  const [body, theirBody] = [bodyOf(mine, my.requestBody), bodyOf(other, their.requestBody)];
  if (body === undefined || theirBody === undefined) {
    if (body !== theirBody) tell(`${id} body: ${theirBody === undefined ? 'only here' : 'only there'}`);
  } else {
    unlessEqual('body required', yesNo(body.required), yesNo(theirBody.required));
    compareBodies('body', id, [mine, body], [other, theirBody], schemas, tell);
  }

  const { default: anythingElse, ...documented } = their.responses;
  for (const status of new Set([...Object.keys(my.responses), ...Object.keys(documented)])) {
    const answer = bodyOf(mine, my.responses[status]);
    const theirAnswer = bodyOf(other, documented[status]);
    // Their `default` says that there are refusals, and nothing of what they look like.
    if (theirAnswer === undefined && anythingElse !== undefined && Number(status) >= 400) continue;
    if (answer === undefined || theirAnswer === undefined) {
      tell(`${id} answers ${status}: ${answer === undefined ? 'only there' : 'only here'}`);
    } else compareBodies('answer', `${id} ${status}`, [mine, answer], [other, theirAnswer], schemas, tell);
  }
}

function compareParameters(
  id: string,
  mine: Placed,
  other: Placed,
  schemas: SchemaComparison,
  tell: Tell,
): void {
  const named = ({ parameters }: Placed) => new Map(parameters.map((one) => [`${one.in} ${one.name}`, one]));
  const [ours, theirs] = [named(mine), named(other)];
  for (const name of new Set([...ours.keys(), ...theirs.keys()])) {
    const [my, their] = [ours.get(name), theirs.get(name)];
    if (my === undefined || their === undefined) {
      tell(`${id} ${name}: ${my === undefined ? 'only there' : 'only here'}`);
      continue;
    }
    if (yesNo(my.required) !== yesNo(their.required)) {
      tell(`${id} ${name} required: ${yesNo(my.required)} | ${yesNo(their.required)}`);
    }
    schemas.compare(id, name, sideOf(mine, my), sideOf(other, their));
  }
}

function compareBodies(
  direction: 'answer' | 'body',
  place: string,
  [mine, body]: readonly [Placed, Body],
  [other, theirBody]: readonly [Placed, Body],
  schemas: SchemaComparison,
  tell: Tell,
): void {
  const [schema, theirs] = [body, theirBody].map((one) => one.content?.['application/json']?.schema);
  if (schema !== undefined && theirs !== undefined) {
    const sides = [
      { document: mine.document, schema },
      { document: other.document, schema: theirs },
    ] as const;
    schemas.compare(direction, place, ...sides);
  } else if (schema !== theirs) {
    const name = schema === undefined ? undefined : shapeOf(mine.document, schema).name;
    tell(
      `${direction} ${place} schema: ${schema === undefined ? 'none' : (name ?? 'own')} | ${theirs === undefined ? 'none' : 'some'}`,
    );
  }
}

function sideOf({ document }: Placed, { schema = {} }: Parameter) {
  return { document, schema };
}

function bodyOf({ document }: Placed, body: Placed['operation']['requestBody']): Body | undefined {
  return body === undefined ? undefined : (follow(document, body) as Body);
}

function yesNo(is: boolean | undefined): 'yes' | 'no' {
  return is === true ? 'yes' : 'no';
}

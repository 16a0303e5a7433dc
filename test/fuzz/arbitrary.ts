/** Requests near to right ones: one of the plan's, with some of its parts put wrong, then signed or not. */
import fc from 'fast-check';
import { type Draft, withHeaders } from '../support/traffic/ask.ts';
import { hugeBody, nastyBodies, nastyHeaders, nastyNames, nastyTexts } from './nasty.ts';

export interface Mutation {
  /** Which of the right requests it starts from, modulo their number. */
  readonly base: number;
  readonly method: string | undefined;
  readonly path: { readonly how: PathChange; readonly where: number; readonly text: string } | undefined;
  readonly query: readonly (readonly [name: string, value: string])[];
  /** The query's own parameters once more. */
  readonly doubled: boolean;
  readonly body: string | Uint8Array | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly signed: boolean;
  /** Whether the world it goes to obeys its limits. */
  readonly limited: boolean;
}

const PATH_CHANGES = ['replace', 'append', 'double-slash', 'trailing-slash', 'drop', 'upper-case'] as const;
type PathChange = (typeof PATH_CHANGES)[number];

/** `CONNECT` is for raw sockets: HTTP clients make a tunnel of it. */
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE'];

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...nastyTexts) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }).map(encodeURIComponent) },
);

const body = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom(...nastyBodies) },
  { weight: 15, arbitrary: fc.json() },
  { weight: 5, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  { weight: 1, arbitrary: fc.constant(hugeBody) },
);

export function mutations(parameterNames: readonly string[]): fc.Arbitrary<Mutation> {
  const name = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...parameterNames) },
    { weight: 1, arbitrary: fc.constantFrom(...nastyNames) },
  );
  return fc.record({
    base: fc.noBias(fc.nat({ max: 0xffff })),
    method: rarely(fc.constantFrom(...METHODS)),
    path: rarely(fc.record({ how: fc.constantFrom(...PATH_CHANGES), where: fc.nat({ max: 8 }), text })),
    query: fc.array(fc.tuple(name, text), { maxLength: 3 }),
    doubled: rarely(fc.constant(true)).map((value) => value === true),
    body: rarely(body),
    headers: rarely(fc.constantFrom(...nastyHeaders)),
    signed: fc.noBias(fc.integer({ min: 0, max: 9 })).map((one) => one > 0),
    limited: fc.noBias(fc.integer({ min: 0, max: 9 })).map((one) => one === 0),
  });
}

/** Most parts are left alone most of the time, so that requests get far before they are refused. */
function rarely<Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

export function mutate(base: Draft, mutation: Mutation): Draft {
  const method = mutation.method ?? base.method;
  const query = [
    base.query,
    mutation.doubled ? base.query : '',
    ...mutation.query.map(([name, value]) => `${name}=${value}`),
  ];
  const { body: _own, ...rest } = base;
  const draft = {
    ...rest,
    method,
    path: mutation.path === undefined ? base.path : changed(base.path, mutation.path),
    query: query.filter((part) => part !== '').join('&'),
  };
  const content = mutation.body ?? base.body;
  // Clients drop or refuse bodies of these; raw sockets try them.
  const bodiless = ['GET', 'HEAD', 'TRACE'].includes(method);
  const full = content === undefined || bodiless ? draft : { ...draft, body: content };
  return mutation.headers === undefined ? full : withHeaders(full, mutation.headers);
}

function changed(path: string, { how, where, text }: NonNullable<Mutation['path']>): string {
  const segments = path.split('/').slice(1);
  const at = where % segments.length;
  switch (how) {
    case 'replace':
      return `/${segments.map((segment, i) => (i === at ? text : segment)).join('/')}`;
    case 'append':
      return `${path}/${text}`;
    case 'double-slash':
      return path.replaceAll('/', '//');
    case 'trailing-slash':
      return `${path}/`;
    case 'drop':
      return `/${segments.filter((_segment, i) => i !== at).join('/')}`;
    case 'upper-case':
      return path.toUpperCase();
  }
}

/** What one operation's contract, and HTTP itself, suggest to ask. */
import type { ContractParameter } from '../../../src/build/contract.ts';
import { isObject } from '../../../src/build/json.ts';
import { type Actor, type Draft, withHeaders, withQuery } from './ask.ts';
import type { Drafting, Values } from './drafting.ts';
import { badBodies, badValues, spread } from './values.ts';

export interface Suggestion {
  readonly title: string;
  readonly draft: Draft;
  /** Default: the one who may do everything. */
  readonly actor?: Actor;
  /** False: see `Ask.carried`. */
  readonly carried?: boolean;
}

/** Requests with every value in order, per operation and per optional parameter. */
const MOST_PLAIN = 24;
const MOST_VARIED = 16;

/** What the operation is for. */
export function plain(drafting: Drafting): Suggestion[] {
  const bodies = drafting.bodies();
  return spread(drafting.bases(), MOST_PLAIN).flatMap((values) =>
    bodies.map((body) => ({ title: 'as meant', draft: drafting.draft(values, body) })),
  );
}

/** That, with each optional parameter by itself. */
export function varied(drafting: Drafting): Suggestion[] {
  const bases = spread(drafting.bases(), MOST_PLAIN);
  const [body] = drafting.bodies();
  return drafting.parameters(false).flatMap((parameter) => {
    const { name } = parameter;
    const values = drafting.good(parameter);
    const pairs = bases.flatMap((base) => values.map((value) => ({ ...base, [name]: value })));
    return spread(pairs, MOST_VARIED).map((one) => ({
      title: `${name}=${one[name]}`,
      draft: drafting.draft(one, body),
    }));
  });
}

/** Strange, but allowed by HTTP. */
export function odd(drafting: Drafting, others: readonly Actor[], statuses: readonly number[]): Suggestion[] {
  const { draft } = first(drafting);
  const { path: template, method } = drafting.operation;
  const taken = drafting.contract.operations.filter((one) => one.path === template).map((one) => one.method);
  const foreign = (['PUT', 'DELETE', 'PATCH', 'POST'] as const).find((one) => !taken.includes(one)) ?? 'PUT';
  const suggestions: Suggestion[] = [
    ...others.map((actor) => ({ title: `as ${actor.name}`, draft, actor })),
    ...Object.entries(drafting.dialect.oddHeaders).map(([title, headers]) => ({
      title,
      draft: withHeaders(draft, headers),
    })),
    { title: 'a parameter nobody knows', draft: withQuery(draft, 'no_such_parameter=1') },
    { title: '2,000 parameters', draft: withQuery(draft, 'a=1&'.repeat(2000)) },
    { title: 'broken encoding', draft: withQuery(draft, 'a=%FF'), carried: false },
  ];
  if (statuses.includes(405))
    suggestions.push({
      title: `${foreign} where there is none`,
      draft: { ...draft, method: foreign },
      carried: false,
    });
  if (method !== 'GET') {
    // Twice what the most patient provider reads.
    const body = JSON.stringify({ filler: 'x'.repeat(2 ** 21) });
    const huge = withHeaders({ ...draft, body }, drafting.dialect.bodyHeaders);
    suggestions.push({ title: 'a body over the bound', draft: huge });
  }
  return suggestions;
}

/** What no client should send. */
export function wrong(drafting: Drafting): Suggestion[] {
  const { base, body, draft } = first(drafting);
  const left = drafting
    .parameters(true)
    .filter((one) => one.in === 'query')
    .map(({ name }) => {
      const { [name]: _left, ...others } = base;
      return { title: `without ${name}`, draft: drafting.draft(others, body) };
    });
  return [
    ...drafting.dialect.strangers.map((actor) => ({ title: actor.name, draft, actor })),
    ...left,
    ...[...drafting.parameters(true), ...drafting.parameters(false)].flatMap((one) =>
      wrongValues(drafting, one),
    ),
    ...(drafting.operation.body === undefined ? [] : wrongBodies(drafting)),
  ];
}

function wrongValues(drafting: Drafting, parameter: ContractParameter): Suggestion[] {
  const { base, body } = first(drafting);
  const { name } = parameter;
  const values = badValues(drafting.schema(parameter)).filter(
    (value) => parameter.in !== 'path' || value !== '',
  );
  return values.map((value) => ({
    title: `${name}=${value.length > 40 ? `${value.length} characters` : value}`,
    draft: drafting.draft({ ...base, [name]: value }, body),
  }));
}

function wrongBodies(drafting: Drafting): Suggestion[] {
  const { base, body, draft } = first(drafting);
  const { 'content-type': _type, ...headers } = draft.headers;
  const text = { 'content-type': 'text/plain' };
  const bodies = badBodies(drafting.bodySchema(), isObject(body) ? body : {});
  return [
    ...Object.entries(bodies).map(([title, one]) => ({
      title,
      draft: drafting.draft(base, one),
      // Prism drops a body of `null`, and takes the quotes off text.
      carried: typeof one === 'object' && one !== null,
    })),
    { title: 'no body', draft: drafting.draft(base, undefined) },
    { title: 'no content type', draft: { ...draft, headers } },
    { title: 'another content type', draft: { ...draft, headers: text } },
    { title: 'a body that is no JSON', draft: { ...draft, body: '{"cut":' }, carried: false },
    { title: 'a body that is no JSON, called text', draft: { ...draft, body: '{"cut":', headers: text } },
  ];
}

/** The first right request, and what it is made of. */
function first(drafting: Drafting): { base: Values; body: unknown; draft: Draft } {
  const [base = {}] = drafting.bases();
  const [body] = drafting.bodies();
  return { base, body, draft: drafting.draft(base, body) };
}

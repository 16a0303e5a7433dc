/** Every answer of ours beside the provider's own schema of the same operation and status. */
import { beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../mocks/snaptrade/generated/operations.ts';
import { snaptrade } from '../../mocks/snaptrade/provider.ts';
import { Router } from '../../src/engine/router.ts';
import { catalogue } from '../../src/faults/generated/catalogue.ts';
import type { Answer } from '../support/answer.ts';
import { type Client, client } from './client.ts';
import { Official, officialIsThere, officialNames } from './official.ts';
import { differences } from './official-differences.ts';

if (!officialIsThere) {
  console.log('The official SnapTrade documents are not here (../shared/specs): no comparison with them.');
}

interface Finding {
  readonly operation: string;
  readonly status: number;
  readonly what: string;
}

/** Which operations answered what; with the findings of each. */
class Comparison {
  readonly seen = new Set<string>();
  readonly findings: Finding[] = [];
  readonly #router = new Router(operations);
  readonly #official = new Official();
  readonly #names = officialNames();

  add(method: string, path: string, answer: Answer): Answer {
    const match = this.#router.match(method, path);
    if (match.found !== 'operation') throw new Error(`No operation is ${method} ${path}.`);
    const { id } = match.operation;
    this.seen.add(`${id} ${answer.status}`);
    if (answer.status === 204) return answer;
    const found = this.#official.differences(
      this.#names.get(id) ?? '',
      answer.status,
      JSON.parse(answer.text),
    );
    for (const what of found) this.findings.push({ operation: id, status: answer.status, what });
    return answer;
  }
}

function isListed({ operation, status, what }: Finding): boolean {
  return differences.some(
    (one) => covers(one, operation) && one.statuses.includes(status) && one.what === what,
  );
}

function covers({ operations: names }: (typeof differences)[number], operation: string): boolean {
  return names.includes('*') || names.includes(operation);
}

describe.runIf(officialIsThere)('beside the official documents', () => {
  let comparison: Comparison;

  beforeAll(async () => {
    comparison = new Comparison();
    for (const person of ['owner', 'partner', 'child']) await readEverything(comparison, person);
    await readEverything(comparison, 'owner', 'messy');
    await changeThings(comparison);
    await beRefused(comparison);
    await beFaulty(comparison);
  });

  it('every operation was compared, in success and refusal', () => {
    for (const { id, statuses } of operations) {
      const reached = statuses.filter((status) => comparison.seen.has(`${id} ${status}`));
      expect(
        reached.some((status) => status < 300),
        `${id} never succeeded`,
      ).toBe(true);
      // What takes a megabyte to come about is left out.
      const rest = statuses.filter((status) => !reached.includes(status) && status !== 413);
      expect(rest, `${id} never answered ${rest.join(', ')}`).toEqual([]);
    }
  });

  it('an answer satisfies the schema, or the difference is listed with its reason', () => {
    const unlisted = comparison.findings.filter((finding) => !isListed(finding));
    const lines = new Set(unlisted.map(({ operation, status, what }) => `${operation} ${status}: ${what}`));
    expect([...lines].sort()).toEqual([]);
  });

  it.each(differences)('still differs: $operations $statuses $what', (difference) => {
    const { operations: names, statuses, what, because } = difference;
    const found = comparison.findings.filter(
      (finding) => covers(difference, finding.operation) && finding.what === what,
    );
    for (const status of statuses) expect(found.map((finding) => finding.status)).toContain(status);
    for (const name of names) {
      if (name !== '*') expect(found.map((finding) => finding.operation)).toContain(name);
    }
    expect(because.length).toBeGreaterThan(30);
  });
});

/** Every read of one user. */
async function readEverything(comparison: Comparison, person: string, template = 'household'): Promise<void> {
  const api = client({ template, limits: 'off', providers: { snaptrade: { person } } });
  const get = async (path: string, query = {}) => comparison.add('GET', path, await api.get(path, query));
  await get('/');
  await get('/snapTrade/listUsers');
  for (const { id } of (await get('/authorizations')).body) {
    await get(`/authorizations/${id}`);
    await get(`/authorizations/${id}/accounts`);
  }
  for (const { id } of (await get('/accounts')).body) {
    for (const below of ['', '/balances', '/positions/all', '/positions', '/activities']) {
      await get(`/accounts/${id}${below}`);
    }
  }
}

/** Every write that succeeds. */
async function changeThings(comparison: Comparison): Promise<void> {
  const api = client({ limits: 'off' });
  const post = async (path: string, body?: unknown) =>
    comparison.add('POST', path, await api.post(path, body));
  const remove = async (path: string, more = {}) =>
    comparison.add('DELETE', path, await api.delete(path, more));
  const [first, second] = (await api.get('/authorizations')).body;
  const made = (await post('/snapTrade/registerUser', { userId: 'another' })).body;
  await post('/snapTrade/resetUserSecret', made);
  await post('/snapTrade/login', { broker: 'STAKE' });
  await remove('/snapTrade/deleteUser', { query: { userId: 'another' }, user: false });
  await post(`/authorizations/${first.id}/refresh`);
  await post(`/authorizations/${first.id}/disable`);
  comparison.add('GET', '/authorizations', await api.get('/authorizations'));
  await remove(`/connection/${first.id}`);
  await remove(`/authorizations/${second.id}`);
}

/** Every refusal that an armed fault can bring about, on every operation it can happen on. */
async function beFaulty(comparison: Comparison): Promise<void> {
  const api = client({ limits: 'off' });
  const [connection] = (await api.get('/authorizations')).body;
  const [account] = (await api.get('/accounts')).body;
  const refusals = Object.entries(snaptrade.faults?.plays ?? {}).filter(
    ([fault]) => catalogue[fault]?.family === 'answers' || fault === 'still-syncing',
  );
  for (const { method, path, id } of operations) {
    for (const [fault, { on }] of refusals) {
      if (on?.includes(id) === false) continue;
      api.simulated.world.arm({ provider: 'snaptrade', operation: id, fault, times: 1 });
      const real = path
        .replace('{authorizationId}', connection.id)
        .replace('{connectionId}', connection.id)
        .replace('{accountId}', account.id);
      comparison.add(method, real, await api.call(method, real, id === 'registerUser' ? { body: {} } : {}));
    }
  }
}

/** Every refusal there is. */
async function beRefused(comparison: Comparison): Promise<void> {
  const nobody = '11111111-1111-4111-8111-111111111111';
  const open = client({
    limits: 'off',
    switches: { snaptrade: { keys: 'production', legacyPositions: 'gone' } },
  });
  const realtime = client({ limits: 'off', switches: { snaptrade: { freshness: 'realtime' } } });
  const strict = client();
  const [connection] = (await open.get('/authorizations')).body;
  const [account] = (await open.get('/accounts')).body;
  const call = async (api: Client, method: string, path: string, more = {}) =>
    comparison.add(method, path, await api.call(method, path, more));
  const wrong = { signed: { path: '/wrong' } };

  for (const { method, path, id } of operations) {
    const real = path
      .replace('{authorizationId}', connection.id)
      .replace('{connectionId}', connection.id)
      .replace('{accountId}', account.id);
    const absent = path.replaceAll(/\{\w+\}/g, nobody);
    const body = id === 'registerUser' ? { body: {} } : {};
    await call(open, method, real, { ...wrong, ...body });
    if (absent !== path) await call(open, method, absent);
    // An address that cannot be decoded is the one bad request every operation can get.
    comparison.add(method, real, await open.send(method, `${real}?x=%FF`));
  }
  await call(open, 'DELETE', '/snapTrade/deleteUser', { query: { userId: 'nobody' }, user: false });
  await call(open, 'POST', `/authorizations/${connection.id}/disable`);
  await call(open, 'GET', `/accounts/${account.id}/positions`);
  await call(realtime, 'GET', `/accounts/${nobody}/positions`);
  await call(realtime, 'POST', `/authorizations/${connection.id}/refresh`);
  for (const action of ['disable', 'disable', 'refresh']) {
    await call(strict, 'POST', `/authorizations/${connection.id}/${action}`);
  }
  for (let requests = 0; requests < 250; requests++) await strict.get('/snapTrade/listUsers');
  for (const { method, path, id } of operations) {
    if (id !== 'checkStatus') await call(strict, method, path.replaceAll(/\{\w+\}/g, connection.id));
  }
  const fresh = client();
  await call(fresh, 'POST', `/authorizations/${connection.id}/refresh`);
  await call(fresh, 'POST', `/authorizations/${connection.id}/refresh`);
}

/** Every answer of ours beside the provider's own schema of the same operation and status. */
import { beforeAll, describe, expect, it } from 'vitest';
import { PUBLIC } from '../../mocks/snaptrade/auth.ts';
import { operations } from '../../mocks/snaptrade/generated/operations.ts';
import { snaptrade } from '../../mocks/snaptrade/provider.ts';
import { Router } from '../../src/engine/router.ts';
import { catalogue } from '../../src/faults/generated/catalogue.ts';
import type { Answer } from '../support/answer.ts';
import { type Client, client } from './client.ts';
import { eachDerivative } from './derivatives.ts';
import { Official } from './official.ts';
import { covers, differences, type Finding, isListed } from './official-differences.ts';
import { OFFICIAL_IS_ABSENT, officialIsThere, officialNames } from './official-documents.ts';
import { tradeEverything } from './official-trading.ts';
import { eachOptionRead } from './option-kit.ts';
import { Visitor } from './visitor.ts';

if (!officialIsThere) {
  console.log(OFFICIAL_IS_ABSENT);
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

describe.runIf(officialIsThere)('beside the official documents', () => {
  let comparison: Comparison;

  beforeAll(async () => {
    comparison = new Comparison();
    for (const person of ['owner', 'partner', 'child']) await readEverything(comparison, person);
    await readEverything(comparison, 'owner', 'messy');
    await changeThings(comparison);
    await tradeEverything((method, path, answer) => comparison.add(method, path, answer));
    await beRefused(comparison);
    await beFaulty(comparison);
    await eachDerivative((method, path, answer) => comparison.add(method, path, answer));
    await eachOptionRead((method, path, answer) => comparison.add(method, path, answer));
  }, 240_000);

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

/** Reads that are about no user. */
const REFERENCE = [
  '/snapTrade/partners',
  '/brokerages',
  '/brokerages/QUESTRADE/instruments',
  '/brokerageAuthorizationTypes',
  '/exchanges',
  '/symbols/AAPL',
  '/currencies',
  '/currencies/rates',
  '/currencies/rates/USD-CAD',
  '/securityTypes',
];

/** What stands for the parameters of their paths. */
const NAMED = { slug: 'QUESTRADE', query: 'AAPL', currencyPair: 'USD-CAD' } as const;

/** Every read of one user. */
async function readEverything(comparison: Comparison, person: string, template = 'household'): Promise<void> {
  const api = client({
    template,
    limits: 'off',
    providers: { snaptrade: { person } },
    switches: { snaptrade: { balanceHistory: 'on' } },
  });
  const get = async (path: string, query = {}) => comparison.add('GET', path, await api.get(path, query));
  await get('/');
  await get('/snapTrade/listUsers');
  for (const path of REFERENCE) await get(path);
  comparison.add('POST', '/symbols', await api.post('/symbols', { substring: 'van' }));
  const [{ id: one }] = (await api.get('/accounts')).body;
  await get(`/accounts/${one}/holdings`);
  await get('/holdings');
  await get('/activities', { startDate: '2026-02-15' });
  await get('/performance/custom', { startDate: '2026-01-01', endDate: '2026-02-28' });
  if (person === 'child') await get(`/accounts/${one}/balanceHistory`);
  for (const { id } of (await get('/authorizations')).body) {
    await get(`/authorizations/${id}`);
    await get(`/authorizations/${id}/accounts`);
    await get(`/connections/${id}/accounts`);
    await get(`/authorizations/${id}/returnRates`, { timeframes: '1D' });
  }
  for (const { id } of (await get('/accounts')).body) {
    for (const below of ['', '/balances', '/positions/all', '/positions', '/options', '/activities']) {
      await get(`/accounts/${id}${below}`);
    }
    await get(`/accounts/${id}/returnRates`, { timeframes: '1D' });
    comparison.add('PUT', `/accounts/${id}`, await api.call('PUT', `/accounts/${id}`));
    const symbols = `/accounts/${id}/symbols`;
    comparison.add('POST', symbols, await api.post(symbols, { substring: 'van' }));
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
  await new Visitor(api).connect('STAKE', 'jo');
  const query = { PartnerClientId: api.credentials.clientId };
  comparison.add('GET', '/sessionEvents', await api.get('/sessionEvents', query, { user: false }));
  await remove('/snapTrade/deleteUser', { query: { userId: 'another' }, user: false });
  await post(`/authorizations/${first.id}/refresh`);
  await post(`/authorizations/${first.id}/transactions/sync`);
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
        .replace('{accountId}', account.id)
        .replace('{instrumentSymbol}', 'BTC-USD')
        .replace(/\{(slug|query|currencyPair)\}/, (_all, name: keyof typeof NAMED) => NAMED[name])
        .replaceAll(/\{\w+\}/g, connection.id);
      comparison.add(method, real, await api.call(method, real, id === 'registerUser' ? { body: {} } : {}));
    }
  }
}

/** Every refusal there is. */
async function beRefused(comparison: Comparison): Promise<void> {
  const nobody = '11111111-1111-4111-8111-111111111111';
  const open = client({
    limits: 'off',
    switches: { snaptrade: { keys: 'production', removedOperations: 'gone' } },
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
      .replace('{accountId}', account.id)
      .replace('{instrumentSymbol}', 'BTC-USD')
      .replace(/\{(slug|query|currencyPair)\}/, (_all, name: keyof typeof NAMED) => NAMED[name])
      .replaceAll(/\{\w+\}/g, connection.id);
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
  await call(open, 'GET', `/accounts/${account.id}/options`);
  await call(open, 'GET', '/performance/custom');
  await call(open, 'GET', '/sessionEvents', { user: false });
  for (const path of REFERENCE) await call(open, 'GET', path);
  await call(realtime, 'GET', '/currencies/rates/USD-XXX');
  await call(realtime, 'GET', `/accounts/${nobody}/positions`);
  await call(realtime, 'POST', `/authorizations/${connection.id}/refresh`);
  for (const action of ['disable', 'disable', 'refresh', 'transactions/sync']) {
    await call(strict, 'POST', `/authorizations/${connection.id}/${action}`);
  }
  await call(strict, 'POST', `/accounts/${account.id}/symbols`);
  for (let requests = 0; requests < 250; requests++) await strict.get('/snapTrade/listUsers');
  for (const { method, path, id } of operations) {
    if (!PUBLIC.has(id)) await call(strict, method, path.replaceAll(/\{\w+\}/g, connection.id));
  }
  const fresh = client();
  await call(fresh, 'POST', `/authorizations/${connection.id}/refresh`);
  await call(fresh, 'POST', `/authorizations/${connection.id}/refresh`);
}

/** `status-flips`: a connection comes into another state in the middle of a run, for good. */
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createLedger, planOf } from '../../../fixtures/ledger/index.ts';
import { engineFaults } from '../../../src/faults/engine-faults.ts';
import { providers } from '../../../src/understudy.ts';
import { Client } from '../../snaptrade/client.ts';
import { simulate } from '../../support/simulate.ts';

const ledger = createLedger(planOf({ template: 'household', seed: 1 }));
const FLIP = { fault: 'status-flips' };

function scene() {
  const simulated = simulate(providers, { limits: 'off' });
  const { world, handler } = simulated;
  const ask = async (provider: string, path: string) => {
    const { baseUrl, credentials } = world.provider(provider);
    const call = request(handler).get(baseUrl + path);
    if (provider === 'redbark') call.set('Authorization', `Bearer ${credentials.professional}`);
    if (provider === 'breadbox') call.set('X-API-Key', credentials.fullAccess ?? '');
    if (provider === 'fivetran') call.auth(credentials.key ?? '', credentials.secret ?? '');
    const { status, body, headers } = await call;
    expect(simulated.bugs).toEqual([]);
    return { status, body, fault: headers['understudy-fault'] as string | undefined };
  };
  const standing = (key: string) => world.connections().find((one) => one.key === key)?.status;
  return { world, ask, standing, user: new Client(simulated) };
}
const idAt = (lens: string, key: string) => ledger.id(lens, 'connection', key);

describe('status-flips', () => {
  it('moves the connection that the request is about, before it is answered and for good', async () => {
    const { world, ask, standing } = scene();
    const trades = `/v1/trades?limit=5&connectionId=${idAt('redbark', 'owner-stake')}`;
    world.arm({ ...FLIP, provider: 'redbark', operation: 'listTrades', to: 'failing', nth: 2 });
    expect(await ask('redbark', `${trades}&offset=0`)).toMatchObject({ status: 200, fault: undefined });
    expect(await ask('redbark', `${trades}&offset=5`)).toMatchObject({ status: 503, fault: 'f1' });
    expect(await ask('redbark', `${trades}&offset=10`)).toMatchObject({ status: 503, fault: undefined });
    expect([standing('owner-stake'), standing('owner-commsec')]).toEqual(['failing', 'healthy']);
  });

  it('moves the one that the order names, also on a list that shows them all', async () => {
    const { world, ask, standing } = scene();
    world.arm({
      ...FLIP,
      provider: 'redbark',
      operation: 'listConnections',
      connection: 'partner-westpac',
      times: 1,
    });
    const { body, fault } = await ask('redbark', '/v1/connections');
    const shown = body.data.find(({ id }: { id: string }) => id === idAt('redbark', 'partner-westpac'));
    expect([shown.status, fault, standing('partner-westpac')]).toEqual([
      'invalidated',
      'f1',
      'login-required',
    ]);
  });

  it('moves the first that the provider sees, where a request is about none', async () => {
    const { world, standing, user, ask } = scene();
    world.arm({ ...FLIP, provider: 'snaptrade', times: 1 });
    const { body } = await user.get('/authorizations');
    expect((body as { disabled: boolean }[]).map(({ disabled }) => disabled)).toContain(true);
    expect(standing('owner-commsec')).toBe('login-required');
    world.arm({ ...FLIP, provider: 'breadbox', to: 'removed', times: 1 });
    await ask('breadbox', '/api/v1/connections');
    expect(standing('owner-commbank')).toBe('removed');
  });

  it('is not counted where nothing would change', async () => {
    const { world, ask } = scene();
    world.arm({ ...FLIP, provider: 'redbark', connection: 'owner-commsec', to: 'healthy', times: 1 });
    expect((await ask('redbark', '/v1/connections')).fault).toBeUndefined();
    world.change({ change: 'connection', connection: 'owner-commsec', status: 'failing' });
    world.clock.advance('10m');
    expect((await ask('redbark', '/v1/connections')).fault).toBe('f1');
  });

  it('has nothing to move where connections are no logins of people', () => {
    const flips = engineFaults['status-flips'];
    const operation = providers[0]?.contract.operations[0];
    if (flips?.kind !== 'move' || operation === undefined) throw new Error('It is no movement.');
    const where = providers.filter((provider) => flips.on(provider, operation)).map(({ id }) => id);
    expect(where).toEqual(['snaptrade', 'redbark', 'breadbox']);
  });
});

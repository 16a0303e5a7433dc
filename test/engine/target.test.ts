import { describe, expect, it } from 'vitest';
import { readQuery, readTarget } from '../../src/engine/target.ts';

const directory = { ids: new Set(['redbark']), hosts: new Map([['api.redbark.co', 'redbark']]) };
const read = (url: string, host = '127.0.0.1:4010') => readTarget(url, host, directory);

describe('an address leads to a world, a provider and a path there', () => {
  it.each([
    [
      '/redbark/v1/trades?limit=2',
      { world: undefined, provider: 'redbark', path: '/v1/trades', rawQuery: 'limit=2', mount: '/redbark' },
    ],
    ['/redbark', { world: undefined, provider: 'redbark', path: '/', rawQuery: '', mount: '/redbark' }],
    [
      '/w/a/redbark/v1/trades',
      { world: 'a', provider: 'redbark', path: '/v1/trades', rawQuery: '', mount: '/w/a/redbark' },
    ],
    ['/w/a', { world: 'a', provider: undefined }],
    ['/redbarks/v1', { provider: undefined, path: '/redbarks/v1' }],
    ['/', { provider: undefined, path: '/' }],
    [
      'http://api.redbark.co/v1/trades?x',
      { provider: 'redbark', path: '/v1/trades', rawQuery: 'x', mount: '' },
    ],
    ['http://api.redbark.co:80', { provider: 'redbark', path: '/' }],
    ['http://127.0.0.1:4010/redbark/health', { provider: 'redbark', path: '/health' }],
    ['/redbark/health#top', { path: '/health' }],
  ])('%s', (url, expected) => {
    expect(read(url)).toMatchObject(expected);
  });

  it('knows the real API by its Host header, in any case and with any port', () => {
    expect(read('/v1/trades', 'API.Redbark.co:8080')).toMatchObject({
      provider: 'redbark',
      path: '/v1/trades',
      mount: '',
    });
  });
});

describe('a query is read as form data', () => {
  it('keeps every value in the order sent', () => {
    expect([...(readQuery('a=1&b=%2C+x&a=2&c') as Map<string, string[]>)]).toEqual([
      ['a', ['1', '2']],
      ['b', [', x']],
      ['c', ['']],
    ]);
  });

  it('treats __proto__ as a name like any other', () => {
    expect((readQuery('__proto__=1') as Map<string, string[]>).get('__proto__')).toEqual(['1']);
  });

  it.each(['a=%', 'a=%FF', '%E0%A4=1'])('says that %s is no UTF-8', (query) => {
    expect(readQuery(query)).toMatch(/percent-encoded UTF-8/);
  });

  it('refuses more than a thousand parameters', () => {
    expect(readQuery('a&'.repeat(1200))).toMatch(/at most 1000/);
  });
});

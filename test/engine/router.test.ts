import { describe, expect, it } from 'vitest';
import { Router } from '../../src/engine/router.ts';
import { operations } from './toy.ts';

const router = new Router(operations);

describe('the route table', () => {
  it('finds an operation and the text of its parameters', () => {
    expect(router.match('GET', '/v1/notes/a%20b')).toMatchObject({
      operation: { id: 'getNote' },
      values: ['a%20b'],
    });
    expect(router.match('GET', '/v1/notes')).toMatchObject({ operation: { id: 'listNotes' }, values: [] });
  });

  it('ignores one trailing slash, as published clients send both forms', () => {
    expect(router.match('GET', '/v1/notes/')).toMatchObject({ operation: { id: 'listNotes' } });
  });

  it('answers HEAD as GET', () => {
    expect(router.match('HEAD', '/v1/notes')).toMatchObject({ operation: { id: 'listNotes' } });
  });

  it('tells a wrong method from a wrong path', () => {
    expect(router.match('DELETE', '/v1/notes')).toEqual({ found: 'path', allowed: ['GET', 'POST'] });
    expect(router.match('GET', '/v1/note')).toEqual({ found: 'nothing' });
    expect(router.match('GET', '/v1/notes//')).toEqual({ found: 'nothing' });
    expect(router.match('GET', '/__proto__')).toEqual({ found: 'nothing' });
  });

  it('prefers a fixed segment, and steps back from one that leads nowhere', () => {
    const [list, get] = operations;
    if (list === undefined || get === undefined) throw new Error('the toy has operations');
    const both = new Router([
      { ...get, id: 'byId', path: '/a/{id}/c', segments: ['a', '{id}', 'c'] },
      { ...list, id: 'fixed', path: '/a/b', segments: ['a', 'b'] },
    ]);
    expect(both.match('GET', '/a/b')).toMatchObject({ operation: { id: 'fixed' } });
    expect(both.match('GET', '/a/b/c')).toMatchObject({ operation: { id: 'byId' }, values: ['b'] });
  });
});

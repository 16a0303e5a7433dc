import { describe, expect, it } from 'vitest';
import { redbark } from '../support/traffic/dialects/redbark.ts';
import { complaint } from './complaints.ts';

const draft = { method: 'GET', path: '/', query: '', headers: {} };
const about = (status: number, body: unknown, asked = draft): string | undefined =>
  complaint(redbark, asked, {
    status,
    headers: {},
    text: typeof body === 'string' ? body : JSON.stringify(body),
  });

describe('complaints about an answer', () => {
  it('come where a bug shows', () => {
    expect(about(500, { error: { message: 'Internal server error' } })).toMatch(/^500/);
    expect(about(200, `TypeError: x\n    at read (/srv/app/dist/cli.js:1:7)`)).toMatch(/at read/);
    expect(about(404, { error: { message: `no such file: ${process.cwd()}/x` } })).toMatch(/no such file/);
  });

  it('come where a refusal is not in the provider’s own words', () => {
    expect(about(404, '<!DOCTYPE html><pre>Cannot GET /</pre>')).toMatch(/no known envelope/);
    expect(about(404, { detail: 'Not found.', status_code: 404, code: '1011' })).toMatch(/no known envelope/);
    expect(about(404, { error: 'There is no world "x" here.' })).toMatch(/no known envelope/);
  });

  it('do not come where all is well', () => {
    expect(about(200, { data: [] })).toBeUndefined();
    expect(
      about(404, { error: { message: 'Connection not found', code: 'connection_not_found' } }),
    ).toBeUndefined();
    expect(about(431, { error: 'The headers are too long.' })).toBeUndefined();
    expect(about(404, '', { ...draft, method: 'HEAD' })).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { member } from '../support/traffic/dialect.ts';
import { checkAlike, checkExact, checkPage, type PageShape } from './checks.ts';

describe('an answer of ours', () => {
  const check = checkExact('holdings', '{"data":[1,2]}');

  it('has to be the same to the byte', () => {
    expect(() => check('{"data":[1,2]}')).not.toThrow();
    expect(() => check('{"data": [1,2]}')).toThrow('holdings: another body from character 8 on');
  });

  it('is told apart where it parts', () => {
    expect(() => check('{"data":[1,3]}')).toThrow('"3]}" instead of "2]}"');
  });

  it('that stops early is another', () => {
    expect(() => check('{"data":[1,')).toThrow('another body from character 11 on');
  });
});

describe('an answer of a server that writes JSON anew', () => {
  const check = checkAlike('Prism', '{"name":"Zürich","quantity":"1.50"}');

  it('may choose blanks and escapes', () => {
    expect(() => check('{\n  "name": "Z\\u00fcrich",\n  "quantity": "1.50"\n}')).not.toThrow();
  });

  it('may not change a value, leave out a member or put them in another order', () => {
    expect(() => check('{"name":"Zürich","quantity":"1.5"}')).toThrow('another body');
    expect(() => check('{"name":"Zürich"}')).toThrow('another body');
    expect(() => check('{"quantity":"1.50","name":"Zürich"}')).toThrow('another body');
  });

  it('has to be JSON', () => {
    expect(() => check('<html>')).toThrow('Prism: not JSON: <html>');
  });
});

describe('a page that nobody asked for before', () => {
  const page = (days: readonly string[], hasMore = true, price = '1'): string =>
    JSON.stringify({ data: days.map((tradeDate) => ({ tradeDate, price })), pagination: { hasMore } });

  const of = (rows: number): PageShape => ({
    rows,
    day: 'tradeDate',
    goesOn: (pagination) => member(pagination, 'hasMore') === true,
  });

  it('is full, newest first, and not the last', () => {
    const check = checkPage('trades', of(2));
    expect(() => check(page(['2026-03-02', '2026-03-01']))).not.toThrow();
    expect(() => check(page(['2026-02-02', '2026-02-02']))).not.toThrow();
  });

  it('is wrong if rows are missing', () => {
    expect(() => checkPage('trades', of(2))(page(['2026-03-02']))).toThrow('1 rows instead of 2');
    expect(() => checkPage('trades', of(2))('{"error":"no"}')).toThrow('0 rows instead of 2');
  });

  it('is wrong if days are out of order or none', () => {
    expect(() => checkPage('trades', of(2))(page(['2026-03-01', '2026-03-02']))).toThrow(
      'order of their days',
    );
    expect(() => checkPage('trades', of(2))(page(['soon', 'later']))).toThrow('order of their days');
  });

  it('is wrong if the listing ended', () => {
    expect(() => checkPage('trades', of(1))(page(['2026-03-01'], false))).toThrow('ended early');
  });

  it('is wrong if it has been seen', () => {
    const check = checkPage('trades', of(1));
    check(page(['2026-03-01']));
    expect(() => check(page(['2026-03-01'], true, '2'))).not.toThrow();
    expect(() => check(page(['2026-03-01']))).toThrow('the same page twice');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headOf, lengthOf, whole } from '../../src/provider/text.ts';
import { ListTexts, RowTexts, written } from '../../src/provider/written.ts';

const rows = fc.array(fc.record({ id: fc.integer(), name: fc.string({ unit: 'grapheme' }) }), {
  maxLength: 20,
});

describe('rows as text', () => {
  it('are what JSON.stringify makes of the list, whichever of them were written before', () => {
    fc.assert(
      fc.property(rows, fc.nat(20), (all, first) => {
        const texts = new RowTexts<object>();
        const list = (some: readonly object[]): string => whole(texts.list('[', some, ']', JSON.stringify));
        expect(list(all.slice(first))).toBe(JSON.stringify(all.slice(first)));
        expect(list(all)).toBe(JSON.stringify(all));
        expect(list(all.toReversed())).toBe(JSON.stringify(all.toReversed()));
      }),
    );
  });

  it('are written once, as long as they are the same objects', () => {
    const texts = new RowTexts<object>();
    const all = [{ id: 1 }, { id: 2 }, { id: 3 }];
    let writes = 0;
    const write = (row: object): string => {
      writes += 1;
      return JSON.stringify(row);
    };
    texts.list('[', all, ']', write);
    texts.list('[', all.slice(1), ']', write);
    expect(writes).toBe(3);
    texts.list('[', [{ id: 1 }], ']', write);
    expect(writes).toBe(4);
  });
});

describe('a list of texts', () => {
  it('is what its texts are now, whatever they were before', () => {
    const lists = new ListTexts<object>();
    const owners = [{}, {}] as const;
    const step = fc.tuple(
      fc.constantFrom(...owners),
      fc.array(fc.constantFrom('1', '2', '"x"'), { maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        for (const [owner, texts] of steps)
          expect(lists.of(owner, '[', texts, ']')).toBe(
            JSON.stringify(texts.map((text) => JSON.parse(text))),
          );
      }),
    );
  });
});

describe('a reply that is written already', () => {
  it('makes its body when somebody looks into it, once', () => {
    let made = 0;
    const reply = written(['[', ']'], () => {
      made += 1;
      return [];
    });
    expect({ status: reply.status, text: reply.text, made }).toEqual({
      status: 200,
      text: ['[', ']'],
      made: 0,
    });
    expect([reply.body, reply.body, made]).toEqual([[], [], 1]);
  });
});

describe('text in parts', () => {
  const parts = fc.array(fc.string(), { maxLength: 10 });

  it('is as long as it is in one piece', () => {
    fc.assert(
      fc.property(parts, (some) => {
        expect(lengthOf(some)).toBe(whole(some).length);
      }),
    );
  });

  it('has a head of as many parts as are needed, and no more', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 40 }), (some, length) => {
        const head = headOf(some, length);
        expect(whole(some).startsWith(whole(head))).toBe(true);
        if (head.length < some.length) expect(lengthOf(head)).toBeGreaterThanOrEqual(length);
        expect(lengthOf(head.slice(0, -1))).toBeLessThan(length);
      }),
    );
  });
});

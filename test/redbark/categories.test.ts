import { describe, expect, it } from 'vitest';
import { redbarkIn } from './redbark.ts';

describe('categories', () => {
  it('are sixteen keys with labels, in a list that is not called data', async () => {
    const rb = redbarkIn();
    const { body } = await rb.get('/v1/categories');
    expect(Object.keys(body)).toEqual(['categories']);
    expect(body.categories).toHaveLength(16);
    const labels = Object.fromEntries(body.categories.map(({ key, label }) => [key, label]));
    expect(labels).toMatchObject({
      BANK_FEES: 'Bank Fees',
      FOOD_AND_DRINK: 'Food & Drink',
      GOVERNMENT_AND_NON_PROFIT: 'Government & Non-Profit',
      RENT_AND_UTILITIES: 'Rent & Utilities',
      TRANSFER_IN: 'Transfer In',
      TRAVEL: 'Travel',
    });
  });

  it('are the only ones transactions have', async () => {
    const rb = redbarkIn();
    const { body } = await rb.get('/v1/categories');
    const known = new Set<string | null>([null, ...body.categories.map(({ key }) => key)]);
    const query = { connectionId: rb.connection('owner-commbank'), limit: 500, from: '2025-01-01' };
    const rows = (await rb.get('/v1/transactions', query)).body.data;
    expect(rows.length).toBeGreaterThan(100);
    for (const { category } of rows) expect(known).toContain(category);
  });
});

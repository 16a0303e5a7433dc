/** A row that is to arrive, held against what a row of a world file has to be. */

import schema from '../../contracts/world/world.schema.json' with { type: 'json' };
import { checkTrades, checkTransactions } from '../../fixtures/ledger/check-rows.ts';
import { parseInstant } from '../../fixtures/ledger/entry.ts';
import { type Finding, Findings } from '../../fixtures/ledger/findings.ts';
import { CLOCK_TO, isoInstant } from '../../fixtures/ledger/time.ts';
import type { Instant, Ledger } from '../../fixtures/ledger/types.ts';
import type { Entities, TradeEntry, TransactionEntry, WorldFile } from '../../fixtures/ledger/world-file.ts';
import type { Mistake } from './changes.ts';
import { validateWorldFile } from './generated/world-schema.js';
import { schemaFindings } from './schema-words.ts';

/** Stands for the key that the row is given when it arrives. */
const KEY = 'arrival';

/**
 * What is wrong with a row, by field. `at` left out: now.
 *
 * @param given plain JSON
 */
export function rowMistakes(
  of: 'trades' | 'transactions',
  given: Readonly<Record<string, unknown>>,
  ledger: Ledger,
  now: Instant,
): Mistake[] {
  for (const field of ['key', 'remove']) {
    if (Object.hasOwn(given, field))
      return [{ field, message: 'is not for rows that arrive: they get a key' }];
  }
  const row = { at: isoInstant(now), ...given, key: KEY };
  const file = { entities: { [of]: [row] } } as WorldFile;
  if (!validateWorldFile(file))
    return schemaFindings(schema, validateWorldFile.errors ?? [], file).map(mistakeOf);

  const own = of === 'trades' ? { trades: [row as TradeEntry] } : { transactions: [row as TransactionEntry] };
  const accounts = [...ledger.accounts.values()].map(({ key, kind }) => ({ key, kind }));
  const entities: Entities = { ...own, accounts };
  const findings = new Findings(own, undefined);
  if (of === 'trades') checkTrades(findings, entities);
  else checkTransactions(findings, entities);
  const mistakes = findings.all.map(mistakeOf);
  return mistakes.length > 0 ? mistakes : instantMistakes(row as TradeEntry, ledger);
}

/** A row lies within the life of its account and of the world. */
function instantMistakes({ account, at = '' }: TradeEntry, ledger: Ledger): Mistake[] {
  const opened = ledger.accounts.get(account ?? '')?.openedAt ?? 0;
  const instant = parseInstant(at) ?? 0;
  if (instant >= opened && instant <= CLOCK_TO) return [];
  const bounds = `from ${isoInstant(opened)}, when "${account}" was opened, to 2199-12-31`;
  return [{ field: 'at', message: `is ${at}; rows may be ${bounds}` }];
}

/** Paths begin with `entities.trades[0]`. */
function mistakeOf({ path, message }: Finding): Mistake {
  const field = path.slice(3).map(String).join('.');
  return { field, message: message.replace(/^a new one of (trade|transaction)s needs/, 'a $1 needs') };
}

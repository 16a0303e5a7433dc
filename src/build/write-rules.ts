import { header, type Output } from './outputs.ts';
import type { Ledger } from './rule-ledger.ts';

/** `src/control/generated/rules.ts`: the ledgers as data, for the catalogue of the control API. */
export function rulesData(ledgers: readonly Ledger[]): Output {
  const rules = ledgers.flatMap(({ provider, rules }) =>
    rules.map(({ id, says, kind, source, switch: name }) => ({
      id,
      provider,
      says: oneLine(says),
      kind,
      source: oneLine(source),
      ...(name !== undefined && { switch: name }),
    })),
  );
  const text = `${header('contracts/*/rules.yaml')}
export interface RuleData {
  readonly id: string;
  readonly provider: string;
  readonly says: string;
  readonly kind: 'documented' | 'observed' | 'choice';
  readonly source: string;
  readonly switch?: string;
}

export const rules: readonly RuleData[] = ${JSON.stringify(rules, null, 2)};
`;
  return { path: 'src/control/generated/rules.ts', text };
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}

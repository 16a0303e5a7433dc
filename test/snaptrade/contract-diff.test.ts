/** Our contract beside the provider's own documents: a difference is mended, or has a reason. */
import { describe, expect, it } from 'vitest';
import { contractDifferences } from './contract-diff/compare.ts';
import { reasons } from './contract-diff/reasons.ts';
import { NOT_YET } from './not-yet.ts';
import { type Document, OFFICIAL_IS_ABSENT, officialIsThere, readOurs } from './official-documents.ts';

if (!officialIsThere) console.log(OFFICIAL_IS_ABSENT);

const patterns = reasons.flatMap(({ lines }) => lines.map((line) => ({ line, pattern: patternOf(line) })));

function patternOf(line: string): RegExp {
  const parts = line.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

describe.runIf(officialIsThere)('the contract beside the official documents', () => {
  const differences = officialIsThere ? contractDifferences(NOT_YET) : [];

  it('differs only where a reason is given', () => {
    expect(differences.filter((line) => !patterns.some(({ pattern }) => pattern.test(line)))).toEqual([]);
  });

  it('gives no reason for what does not differ', () => {
    const idle = patterns.filter(({ pattern }) => !differences.some((line) => pattern.test(line)));
    expect(idle.map(({ line }) => line)).toEqual([]);
  });

  // biome-ignore lint/suspicious/noExplicitAny: a document is changed where its shape is known.
  it.each<[what: string, change: (ours: any) => void, line: string]>([
    [
      'a parameter that is gone',
      ({ paths }) => paths['/accounts/{accountId}/activities'].get.parameters.splice(1, 1),
      'listActivities query startDate: only there',
    ],
    [
      'a parameter that need not be given',
      ({ components }) => Object.assign(components.parameters.userId, { required: false }),
      'listAccounts query userId required: no | yes',
    ],
    [
      'an address with another name in it',
      ({ paths }) => {
        paths['/connection/{id}'] = paths['/connection/{connectionId}'];
        delete paths['/connection/{connectionId}'];
      },
      'deleteConnection address: DELETE /connection/{id} | DELETE /connection/{connectionId}',
    ],
    [
      'an operation that is gone',
      ({ paths }) => delete paths['/accounts'],
      'AccountInformation_listUserAccounts: only there',
    ],
    [
      'a status that is not documented',
      ({ paths }) =>
        Object.assign(paths['/authorizations/{authorizationId}/disable'].post.responses, { '409': {} }),
      'disableConnection answers 409: only here',
    ],
    [
      'a member with another name',
      ({ components: { schemas } }) => {
        schemas.Account.properties.no = schemas.Account.properties.number;
        delete schemas.Account.properties.number;
      },
      'answer Account.number: only there',
    ],
    [
      'a member that may be missing',
      ({ components: { schemas } }) => schemas.Account.required.splice(0, 1),
      'answer Account.id required: no | yes',
    ],
    [
      'a number that became text',
      ({ components: { schemas } }) =>
        Object.assign(schemas.Balance.properties.cash, { type: ['string', 'null'] }),
      'answer Balance.cash type: string | number',
    ],
    [
      'a member that is never null',
      ({ components: { schemas } }) => Object.assign(schemas.Balance.properties.cash, { type: 'number' }),
      'answer Balance.cash nullable: no | yes',
    ],
    [
      'a value left out of a list',
      ({ components: { schemas } }) => schemas.OptionInstrument.properties.option_type.enum.pop(),
      'answer OptionInstrument.option_type values: CALL | CALL PUT',
    ],
    [
      'a member that is no longer deprecated',
      ({ components: { schemas } }) => Object.assign(schemas.Account.properties.meta, { deprecated: false }),
      'answer Account.meta deprecated: no | yes',
    ],
    [
      'an alternative that is gone',
      ({ components: { schemas } }) => schemas.Position.properties.instrument.oneOf.splice(2, 1),
      'answer Instrument alternative FutureInstrument: only there',
    ],
  ])('sees %s', (_what, change, line) => {
    const ours = structuredClone(readOurs()) as Document;
    change(ours);
    expect(differences).not.toContain(line);
    expect(contractDifferences(NOT_YET, ours)).toContain(line);
  });
});

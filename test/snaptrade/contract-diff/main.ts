/**
 * `npm run diff:snaptrade`: every difference between our contract and the official documents, those with a reason
 * too. What has none is found by `test/snaptrade/contract-diff.test.ts`.
 */
import { OFFICIAL_IS_ABSENT, officialIsThere } from '../official-documents.ts';
import { contractDifferences } from './compare.ts';

console.log(officialIsThere ? contractDifferences().join('\n') : OFFICIAL_IS_ABSENT);

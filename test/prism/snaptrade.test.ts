import { snaptrade } from '../../mocks/snaptrade/provider.ts';
import { prismSuite } from './suite.ts';

prismSuite(snaptrade);

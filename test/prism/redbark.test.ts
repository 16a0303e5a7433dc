import { redbark } from '../../mocks/redbark/provider.ts';
import { prismSuite } from './suite.ts';

prismSuite(redbark);

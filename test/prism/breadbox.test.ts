import { breadbox } from '../../mocks/breadbox/provider.ts';
import { prismSuite } from './suite.ts';

prismSuite(breadbox);

import { fivetran } from '../../mocks/fivetran/provider.ts';
import { prismSuite } from './suite.ts';

prismSuite(fivetran);

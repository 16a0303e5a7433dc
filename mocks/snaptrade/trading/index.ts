/** Trading: what of it provider.ts needs. */
import { changing } from './change.ts';
import { complex } from './complex.ts';
import { ORDER_DUE, orderDue } from './machine.ts';
import { placing } from './place.ts';
import { reads } from './reads.ts';
import { watching } from './watches.ts';

export const trading = { ...reads, ...placing, ...changing, ...complex, ...watching };

export const tradingEvents = { [ORDER_DUE]: orderDue };

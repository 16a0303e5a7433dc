import { type Handlers, ok } from '../../src/provider/index.ts';
import type { operations } from './generated/types.ts';
import type { Principal, RedbarkState } from './state.ts';
import { categoryList } from './wire/category.ts';

export const categories: Pick<Handlers<operations, RedbarkState, Principal>, 'listCategories'> = {
  listCategories: () => ok(categoryList()),
};

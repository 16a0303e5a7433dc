import { ok } from '../../src/provider/index.ts';
import type { Serves } from './handlers.ts';
import { categoryList } from './wire/category.ts';

export const categories: Serves<'listCategories'> = {
  listCategories: () => ok(categoryList()),
};

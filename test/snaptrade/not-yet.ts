/** Official operationIds that our contract has yet to get, or has got and was not held against the documents yet. */
export const NOT_YET: readonly string[] = [];

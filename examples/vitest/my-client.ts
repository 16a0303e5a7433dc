/** A small client of Redbark's trades: pages until the server says there is no more. */
export interface Trade {
  readonly id: string;
  readonly symbol: string;
  readonly type: string;
  readonly quantity: string;
}

export async function fetchAllTrades(options: {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly connectionId: string;
}): Promise<Trade[]> {
  const trades: Trade[] = [];
  const limit = 500;
  for (let offset = 0; ; offset += limit) {
    const query = new URLSearchParams({
      connectionId: options.connectionId,
      limit: String(limit),
      offset: String(offset),
    });
    const answer = await fetch(`${options.baseUrl}/v1/trades?${query}`, {
      headers: { Authorization: `Bearer ${options.apiKey}` },
    });
    if (!answer.ok) throw new Error(`Redbark answered ${answer.status}`);
    const { data, pagination } = (await answer.json()) as { data: Trade[]; pagination: { hasMore: boolean } };
    trades.push(...data);
    if (!pagination.hasMore) return trades;
  }
}

/** All items of a listing, page by page, however many there are. */
export async function allPages<Page extends { nextToken?: string | undefined }, Item>(
  read: (nextToken?: string) => Promise<Page>,
  itemsOf: (page: Page) => Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  let next: string | undefined;
  do {
    const page = await read(next);
    items.push(...(itemsOf(page) ?? []));
    next = page.nextToken;
  } while (next !== undefined);
  return items;
}

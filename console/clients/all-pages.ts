/** More pages than this no view shows. */
const most = 100;

/** All items of a listing, page by page. */
export async function allPages<Page extends { nextToken?: string | undefined }, Item>(
  read: (nextToken?: string) => Promise<Page>,
  itemsOf: (page: Page) => Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  let next: string | undefined;
  let pages = 0;
  do {
    const page = await read(next);
    items.push(...(itemsOf(page) ?? []));
    next = page.nextToken;
  } while (next !== undefined && ++pages < most);
  return items;
}

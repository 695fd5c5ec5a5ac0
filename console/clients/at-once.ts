/** So many calls a browser has at a server at the same time. */
const most = 6;

/** Maps what was found to what is asked about each, a few calls at a time; the answers are in the order of the questions. */
export async function mapAtOnce<Item, Answer>(items: Item[], ask: (item: Item) => Promise<Answer>): Promise<Answer[]> {
  const waiting = items.map((item, place) => ({ item, place }));
  const answers: Answer[] = [];
  const worker = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) answers[one.place] = await ask(one.item);
  };
  await Promise.all(Array.from({ length: most }, worker));
  return answers;
}

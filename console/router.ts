import { computed, signal } from '@preact/signals';

/** Where everything of the page is. */
const base = '/console';

const here = () => ({ path: location.pathname.slice(base.length) || '/', query: new URLSearchParams(location.search) });

/** The place that is shown: a path below /console, and what its query says. */
export const place = signal(here());

/** The parts of its path, decoded: `['runs', ID]`. */
export const parts = computed(() =>
  place.value.path
    .split('/')
    .filter((part) => part !== '')
    .map(decoded),
);

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a place: `to('runs', id)`. */
export const to = (...names: string[]): string => `${base}/${names.map(encodeURIComponent).join('/')}`;

/** The same with a query; what is undefined or empty is left out. */
export function withQuery(address: string, query: Record<string, string | undefined>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length ? `${address}?${new URLSearchParams(given).toString()}` : address;
}

/** Shows another place, as a link would. */
export function go(address: string): void {
  history.pushState(null, '', address);
  place.value = here();
  window.scrollTo(0, 0);
}

/** Changes the address where only what is selected changes: no new entry of the history. */
export function adjust(address: string): void {
  history.replaceState(null, '', address);
  place.value = here();
}

/** Follows the browser's buttons, and every link that leads to a place of the page. */
export function followLinks(): void {
  window.addEventListener('popstate', () => (place.value = here()));
  document.addEventListener('click', (event) => {
    const link = (event.target as Element).closest('a');
    const address = link?.getAttribute('href') ?? '';
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!isPlain || event.defaultPrevented || !address.startsWith(`${base}/`)) return;
    event.preventDefault();
    if (link?.dataset['adjusts'] === undefined) go(address);
    else adjust(address);
  });
}

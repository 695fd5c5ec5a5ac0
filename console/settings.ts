/** What the server tells the page of itself (functions/console/door.ts). */
export interface Settings {
  region: string;
  live: boolean;
  events: boolean;
}

/** Where the page is drawn. */
export const root = document.getElementById('console') ?? document.body;

/** Read once, when the page is loaded. */
export const settings = JSON.parse(root.dataset['settings'] ?? '{}') as Settings;

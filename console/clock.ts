import { computed, signal } from '@preact/signals';

/** The present moment in epoch milliseconds, second by second; who reads it in a view is drawn anew. */
export const now = signal(Date.now());

setInterval(() => (now.value = Date.now()), 1000);

/** The same minute by minute. */
export const nowByMinute = computed(() => Math.floor(now.value / 60_000) * 60_000);

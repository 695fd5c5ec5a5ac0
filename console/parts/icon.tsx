const paths = {
  inbox: 'M3 13l3-8h12l3 8v6H3zM3 13h5l1.500 3h5L16 13h5',
  runs: 'M4 6h16M4 12h10M4 18h6M17 14v7M13.500 17.500h7',
  runbook: 'M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11M9 8h6',
  fleet: 'M12 3l8 4.500v9L12 21l-8-4.500v-9zM12 12l8-4.500M12 12v9M12 12L4 7.500',
  machine: 'M4 5h16v6H4zM4 13h16v6H4zM7.500 8h.01M7.500 16h.01',
  event: 'M13 3L5 14h6l-1 7 8-11h-6z',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  cross: 'M6 6l12 12M18 6L6 18',
  clock: 'M12 7v5l3.500 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  hand: 'M12 8v5M12 16.500h.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  stop: 'M8 8h8v8H8zM12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  play: 'M8 5.500v13l10.500-6.500z',
  again: 'M4 12a8 8 0 1 0 2.500-5.800M4 4v4.500h4.500',
  search: 'M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500L20 20',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20.500c.8-3.600 4-5.500 8-5.500s7.200 1.900 8 5.500',
  out: 'M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9',
  branch: 'M12 4l8 8-8 8-8-8z',
  script: 'M8 8l-4 4 4 4M16 8l4 4-4 4M13.500 5l-3 14',
  loop: 'M17 3l3 3-3 3M4 11V9a3 3 0 0 1 3-3h13M7 21l-3-3 3-3M20 13v2a3 3 0 0 1-3 3H4',
  cloud: 'M7 18a4 4 0 0 1-.5-8A6 6 0 0 1 18 9.500 4.300 4.300 0 0 1 17.500 18z',
  step: 'M5 5h14v14H5z',
  plus: 'M12 5v14M5 12h14',
  change: 'M4 8h13M13 4l4 4-4 4M20 16H7M11 12l-4 4 4 4',
  up: 'M12 20V5M6 11l6-6 6 6',
  down: 'M12 4v12M6 11l6 6 6-6M5 20.500h14',
  chevron: 'M9 6l6 6-6 6',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2',
  dot: 'M12 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
} as const;

/** The names of icons. */
export type IconName = keyof typeof paths;

/** A drawing beside words that say the same; screen readers skip it. */
export const Icon = ({ name, size = 18 }: { name: IconName; size?: number }) => (
  <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
    <path d={paths[name]} />
  </svg>
);

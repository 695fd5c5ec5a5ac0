import type { ComponentChildren } from 'preact';

/** One thing to know at a glance, within a `dl` of the class `facts`. */
export const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

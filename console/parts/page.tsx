import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A step of the way to a page. */
export interface Crumb {
  name: string;
  to: string;
}

interface PageParts {
  title: string;
  crumbs?: Crumb[];
  /** Beside the title: a status, say. */
  aside?: ComponentChildren;
  actions?: ComponentChildren;
  children: ComponentChildren;
}

/** One view: where it is, what it is called, what can be done. A new view takes the focus, so that screen readers read it. */
export const Page = ({ title, crumbs = [], aside, actions, children }: PageParts) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Quaymaster`;
    if (document.activeElement === document.body) heading.current?.focus();
  }, [title]);
  return (
    <main class="page" id="main">
      <header class="page-head">
        {crumbs.length > 0 && (
          <nav class="crumbs" aria-label="Path">
            {crumbs.map(({ name, to }) => (
              <a key={to} href={to}>
                {name}
              </a>
            ))}
          </nav>
        )}
        <div class="page-title">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {aside}
          {actions && <div class="actions">{actions}</div>}
        </div>
      </header>
      {children}
    </main>
  );
};

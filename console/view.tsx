import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect, useErrorBoundary, useState } from 'preact/hooks';
import { problemOf } from './clients/problem.ts';
import { Empty, Problem, Waiting } from './parts/notice.tsx';
import { Page } from './parts/page.tsx';
import { parts, to } from './router.ts';

/** A view, given the parts of the path that come after its own. */
export type ViewOf = ComponentType<{ path: string[] }>;

/** Each is loaded when it is first shown. */
const views: Record<string, () => Promise<ViewOf>> = {
  '': async () => (await import('./views/inbox/inbox.tsx')).Inbox,
  runs: async () => (await import('./views/runs/runs.tsx')).Runs,
  runbooks: async () => (await import('./views/runbooks/runbooks.tsx')).Runbooks,
  proton: async () => (await import('./views/proton/proton.tsx')).Proton,
  machines: async () => (await import('./views/machines/machines.tsx')).Machines,
  events: async () => (await import('./views/events/events.tsx')).Events,
};

const loaded = new Map<string, ViewOf>();

/** The view of the present place. */
export const View = () => {
  const [name = '', ...path] = parts.value;
  const [problem, setProblem] = useState('');
  const [, redraw] = useState(0);
  const load = Object.hasOwn(views, name) ? views[name] : undefined;
  const fetchView = () => {
    setProblem('');
    load?.().then(
      (view) => {
        loaded.set(name, view);
        redraw((count) => count + 1);
      },
      (error: unknown) => setProblem(problemOf(error)),
    );
  };
  useEffect(() => {
    if (!loaded.has(name)) fetchView();
  }, [name]);
  if (!load) return <Nowhere />;
  const Shown = loaded.get(name);
  if (Shown)
    return (
      <Guarded key={parts.value.join('/')}>
        <Shown path={path} />
      </Guarded>
    );
  return <main class="page">{problem ? <Problem text={problem} retry={fetchView} /> : <Waiting lines={8} />}</main>;
};

/** A view that cannot be drawn says so; the way to the others stays. */
const Guarded = ({ children }: { children: ComponentChildren }) => {
  const boundary = useErrorBoundary();
  const error: unknown = boundary[0];
  if (error === undefined) return <>{children}</>;
  return (
    <main class="page" id="main">
      <Problem text={`This cannot be shown: ${problemOf(error)}`} retry={boundary[1]} />
    </main>
  );
};

/** There is no such place. */
export const Nowhere = () => (
  <Page title="Nothing here">
    <Empty icon="search" title="There is nothing at this address">
      <a class="button" href={to()}>
        To the inbox
      </a>
    </Empty>
  </Page>
);

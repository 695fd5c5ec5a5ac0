import { Icon, type IconName } from './parts/icon.tsx';
import { Toasts } from './parts/toast.tsx';
import { parts, to } from './router.ts';
import { me, signOut } from './session.ts';
import { Mark } from './sign-in.tsx';
import { isLive } from './live.ts';
import { View } from './view.tsx';
import { waiting } from './views/inbox/waiting.ts';

interface Entry {
  name: string;
  icon: IconName;
  part: string;
}

const entries: Entry[] = [
  { name: 'Inbox', icon: 'inbox', part: '' },
  { name: 'Runs', icon: 'runs', part: 'runs' },
  { name: 'Runbooks', icon: 'runbook', part: 'runbooks' },
  { name: 'Proton', icon: 'fleet', part: 'proton' },
  { name: 'Machines', icon: 'machine', part: 'machines' },
  { name: 'Events', icon: 'event', part: 'events' },
];

/** What is around every view: the way to the others, who is signed in, and what has just been done. */
export const Shell = () => (
  <div class="shell">
    <a class="skip" href="#main">
      Skip to content
    </a>
    <aside class="side">
      <a class="brand" href={to()} aria-label="Quaymaster, inbox">
        <Mark />
        <span>Quaymaster</span>
      </a>
      <nav aria-label="Views">
        {entries.map((entry) => (
          <NavLink key={entry.part} {...entry} />
        ))}
      </nav>
      <Caller />
    </aside>
    <View />
    <Toasts />
  </div>
);

const NavLink = ({ name, icon, part }: Entry) => {
  const isHere = (parts.value[0] ?? '') === part;
  const count = part === '' ? (waiting.value?.length ?? 0) : 0;
  return (
    <a class="nav-link" href={part ? to(part) : to()} aria-current={isHere ? 'page' : undefined}>
      <Icon name={icon} size={20} />
      <span class="nav-name">{name}</span>
      {count > 0 && (
        <span class="count" aria-label={`${count} waiting for you`}>
          {count}
        </span>
      )}
    </a>
  );
};

const Caller = () => (
  <div class="caller">
    <span class={`live${isLive.value ? ' is-on' : ''}`}>{isLive.value ? 'Live' : 'Asking every few seconds'}</span>
    <div class="caller-name" title={me.value?.arn}>
      <Icon name="person" />
      <span>{me.value?.name}</span>
    </div>
    <button type="button" class="button is-quiet" onClick={() => signOut()} aria-label="Sign out" title="Sign out">
      <Icon name="out" />
    </button>
  </div>
);

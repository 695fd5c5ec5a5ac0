import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface ListParts<Item> {
  items: Item[];
  /** Of each row, in pixels. */
  height: number;
  row: (item: Item, place: number) => ComponentChildren;
  /** Called when the last rows come near. */
  more: () => void;
}

/** How many rows are drawn beyond what is seen, above and below. */
const beyond = 12;

/** A list of any length in the page's own scrolling: only the rows that can be seen are there. */
export function VirtualList<Item>({ items, height, row, more }: ListParts<Item>) {
  const box = useRef<HTMLDivElement>(null);
  const [{ from, to }, setWindow] = useState({ from: 0, to: 40 });
  useEffect(() => {
    const measure = () => {
      const top = -(box.current?.getBoundingClientRect().top ?? 0);
      const first = Math.max(0, Math.floor(top / height) - beyond);
      const last = Math.ceil((top + window.innerHeight) / height) + beyond;
      setWindow((before) => (before.from === first && before.to === last ? before : { from: first, to: last }));
    };
    measure();
    window.addEventListener('scroll', measure, { passive: true });
    window.addEventListener('resize', measure);
    return () => {
      window.removeEventListener('scroll', measure);
      window.removeEventListener('resize', measure);
    };
  }, [height]);
  useEffect(() => {
    if (to >= items.length - beyond) more();
  }, [to, items.length]);
  return (
    <div class="virtual" ref={box} role="rowgroup" style={{ height: `${items.length * height}px` }}>
      <div class="virtual-window" role="presentation" style={{ transform: `translateY(${from * height}px)` }}>
        {items.slice(from, to).map((item, place) => row(item, from + place))}
      </div>
    </div>
  );
}

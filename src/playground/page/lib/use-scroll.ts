import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

const NEAR_PX = 40;

/**
 * Keeps a reader at the bottom at the bottom, and everybody else where they are: older messages that are put in above
 * do not move the view, newer ones below only show the pill. What I send always scrolls down.
 */
export function useScroll(count: number, mine: number) {
  const box = useRef<HTMLDivElement>(null);
  const place = useRef({ isAtEnd: true, height: 0, top: 0, count: 0, first: null as Element | null, mine: 0 });
  const [isAway, setAway] = useState(false);

  useLayoutEffect(() => {
    const node = box.current;
    if (!node) return;
    const was = place.current;
    const first = node.querySelector('.msg');
    const isPrepended = was.first !== null && first !== was.first && was.first.isConnected;
    if (mine > was.mine) was.isAtEnd = true;
    if (was.isAtEnd) node.scrollTop = node.scrollHeight;
    else if (isPrepended) node.scrollTop = was.top + node.scrollHeight - was.height;
    else if (count > was.count) setAway(true);
    Object.assign(was, { height: node.scrollHeight, top: node.scrollTop, count, first, mine });
  });

  useEffect(() => {
    const node = box.current;
    if (!node) return;
    const pin = (list: HTMLElement) => {
      list.scrollTop = list.scrollHeight;
      place.current.height = list.scrollHeight;
    };
    const onScroll = () => {
      // Heights changed before this event came: it tells nothing about what the reader wants.
      if (place.current.isAtEnd && node.scrollHeight !== place.current.height) return pin(node);
      const isAtEnd = node.scrollHeight - node.scrollTop - node.clientHeight < NEAR_PX;
      Object.assign(place.current, { isAtEnd, top: node.scrollTop });
      if (isAtEnd) setAway(false);
    };
    // Fonts, pictures and a growing composer change heights after the render.
    const follow = new ResizeObserver(() => {
      if (place.current.isAtEnd) pin(node);
      else place.current.height = node.scrollHeight;
    });
    node.addEventListener('scroll', onScroll, { passive: true });
    follow.observe(node);
    const list = node.querySelector('[role="list"]');
    if (list) follow.observe(list);
    return () => {
      node.removeEventListener('scroll', onScroll);
      follow.disconnect();
    };
  }, []);

  const goDown = () => {
    const node = box.current;
    if (node) node.scrollTop = node.scrollHeight;
    setAway(false);
  };
  return { box, isAway, goDown };
}

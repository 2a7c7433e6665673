/** One of the symbols of index.html. Decoration: the control around it has the name. */
export function Icon({ name, size = '' }: { name: string; size?: '' | 's' | 'xs' }) {
  return (
    <svg class={`i${size ? ` i-${size}` : ''}`} aria-hidden="true">
      <use href={`#i-${name}`} />
    </svg>
  );
}
